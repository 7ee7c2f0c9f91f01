package hangolo.models.weights.pickle;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hangolo.models.weights.StoredTensor;
import hangolo.models.weights.WeightFileException;
import hangolo.models.weights.file.WeightFile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Pickles that want to run code, lie about sizes or never end are refused; unknown classes are kept as data. */
class HostilePickleTest {
    @TempDir
    Path folder;

    private String refusal(byte[] pickle) throws IOException {
        Path file = PickleBytes.zip(folder.resolve("hostile.pth"), pickle, new byte[28]);
        return assertTimeoutPreemptively(
                Duration.ofMinutes(3),
                () -> assertThrows(
                                WeightFileException.class,
                                () -> WeightFile.open(file).close())
                        .getMessage());
    }

    private Object value(byte[] pickle) throws IOException {
        try (WeightFile file = WeightFile.open(PickleBytes.zip(folder.resolve("value.pth"), pickle, new byte[28]))) {
            return file.root();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "os,system",
        "posix,system",
        "nt,system",
        "builtins,eval",
        "builtins,exec",
        "__builtin__,execfile",
        "builtins,getattr",
        "subprocess,Popen",
        "runpy,_run_code",
        "importlib,import_module",
        "torch.hub,load",
        "torch.storage,_load_from_bytes",
        "numpy,load",
        "webbrowser,open",
        "torch,serialization.os.system",
        "some.package,os.system",
        "my_module,run_anything",
        "numpy.testing._private.utils,runstring",
        "functools,reduce",
        "operator,attrgetter",
        "shutil,rmtree",
        "pathlib,PosixPath.unlink",
        "numpy.core.multiarray,fromfile",
        "torch.jit,load",
        "ctypes,CDLL"
    })
    void refusesCallsByName(String module, String name) throws IOException {
        byte[] reduce = new PickleBytes()
                .op(0x80, 2)
                .raw("}")
                .text("config")
                .global(module, name)
                .text("x")
                .op(0x85)
                .raw("Rs")
                .stop();
        String message = refusal(reduce);
        assertTrue(message.contains(module + "." + name) && message.contains("Nothing was executed"), message);
        byte[] stackGlobal = new PickleBytes()
                .op(0x80, 4)
                .text(module)
                .text(name)
                .op(0x93)
                .text("x")
                .op(0x85)
                .op('R')
                .stop();
        assertTrue(refusal(stackGlobal).contains("Nothing was executed"));
        byte[] inst = new PickleBytes()
                .op('(')
                .text("x")
                .raw("i" + module + "\n" + name + "\n")
                .stop();
        assertTrue(refusal(inst).contains("Nothing was executed"));
        byte[] obj =
                new PickleBytes().op('(').global(module, name).text("x").op('o').stop();
        assertTrue(refusal(obj).contains("Nothing was executed"));
    }

    @Test
    void keepsUnknownClassesAsData() throws IOException {
        byte[] pickle = new PickleBytes()
                .op(0x80, 2)
                .global("TTS.tts.configs.xtts_config", "XttsConfig")
                .op(')', 0x81)
                .raw("}")
                .text("lr")
                .raw("K\5sb")
                .stop();
        PickledObject object = assertInstanceOf(PickledObject.class, value(pickle));
        assertEquals("TTS.tts.configs.xtts_config.XttsConfig", object.className());
        assertEquals(Map.of("lr", 5L), object.fields());
        byte[] reduced = new PickleBytes()
                .op(0x80, 2)
                .global("copy_reg", "_reconstructor")
                .global("my.code", "Config")
                .global("__builtin__", "object")
                .raw("N")
                .op(0x87)
                .raw("R")
                .stop();
        assertEquals("my.code.Config", ((PickledObject) value(reduced)).className());
        byte[] called = new PickleBytes()
                .global("my.code", "Config")
                .text("a")
                .op(0x85)
                .raw("R")
                .stop();
        assertEquals(List.of("a"), ((PickledObject) value(called)).args());
    }

    @Test
    void readsViewsOfAnyStride() throws IOException {
        byte[] storage = new byte[28];
        for (int i = 0; i < 7; i++) {
            storage[4 * i + 3] = (byte) (0x40 + i);
        }
        byte[] pickle =
                PickleBytes.tensor(7, 1, new long[] {2, 3}, new long[] {1, 2}).stop();
        try (WeightFile file = WeightFile.open(PickleBytes.zip(folder.resolve("view.pth"), pickle, storage))) {
            StoredTensor tensor = file.tensor("");
            float[] all = new float[7];
            for (int i = 0; i < 7; i++) {
                all[i] = Float.intBitsToFloat((0x40 + i) << 24);
            }
            assertArrayEquals(new float[] {all[1], all[3], all[5], all[2], all[4], all[6]}, tensor.floats());
            float[] part = new float[4];
            tensor.readFloats(2, part, 1, 3);
            assertArrayEquals(new float[] {0, all[5], all[2], all[4]}, part);
            assertThrows(IndexOutOfBoundsException.class, () -> tensor.readFloats(4, part, 0, 3));
        }
    }

    @Test
    void refusesTensorsOutsideTheirStorage() throws IOException {
        long huge = 1L << 62;
        refusal(PickleBytes.tensor(7, 1, new long[] {7}, new long[] {1}).stop());
        refusal(PickleBytes.tensor(8, 0, new long[] {8}, new long[] {1}).stop());
        refusal(PickleBytes.tensor(huge, 0, new long[] {huge}, new long[] {1}).stop());
        refusal(PickleBytes.tensor(7, huge, new long[] {huge}, new long[] {huge})
                .stop());
        refusal(PickleBytes.tensor(7, Long.MAX_VALUE, new long[] {1}, new long[] {1})
                .stop());
        refusal(PickleBytes.tensor(7, 0, new long[] {2, 2}, new long[] {-1, 1}).stop());
        refusal(PickleBytes.tensor(7, 0, new long[] {-7}, new long[] {1}).stop());
        refusal(PickleBytes.tensor(7, 0, new long[] {1L << 40}, new long[] {0}).stop());
        refusal(PickleBytes.tensor(7, 0, new long[] {7, 1}, new long[] {1}).stop());
        refusal(PickleBytes.tensor(-1, 0, new long[] {1}, new long[] {1}).stop());
    }

    @Test
    void refusesLengthsThatTheFileDoesNotHave() throws IOException {
        refusal(new PickleBytes().op('X').int32(0x7fffffff).stop());
        refusal(new PickleBytes().op(0x8d).int64(1L << 60).stop());
        refusal(new PickleBytes().op(0x8e).int64(-1).stop());
        refusal(new PickleBytes().op('B').int32(0xffffffffL).stop());
        refusal(new PickleBytes().op(0x8b).int32(0x7fffffff).stop());
        refusal(new PickleBytes().op(0x95).int64(1L << 50).stop());
        refusal(new PickleBytes().raw("I" + "9".repeat(2000) + "\n").stop());
        refusal(new PickleBytes().raw("L" + "9".repeat(1 << 17)).stop());
    }

    @Test
    void refusesValuesThatContainThemselves() throws IOException {
        refusal(new PickleBytes().raw("]q").op(0).raw("h").op(0).raw("a").stop());
        refusal(new PickleBytes()
                .raw("}q")
                .op(0)
                .text("a")
                .raw("h")
                .op(0)
                .raw("s")
                .stop());
    }

    @Test
    void refusesPicklesThatGrowWithoutEnd() throws IOException {
        PickleBytes doubling = new PickleBytes().raw("]q").op(0);
        for (int i = 1; i < 60; i++) {
            doubling.raw("](h").op(i - 1).raw("h").op(i - 1).raw("eq").op(i);
        }
        refusal(doubling.stop());
        PickleBytes copies =
                new PickleBytes().text("x".repeat(100_000)).raw("q").op(0).raw("](");
        for (int i = 0; i < 100_000; i++) {
            copies.global("_codecs", "encode").raw("h").op(0).op(0x85).raw("R");
        }
        assertTrue(refusal(copies.raw("e").stop()).contains("too often"));
        PickleBytes key = new PickleBytes().raw("K\1q").op(0);
        for (int i = 1; i < 100; i++) {
            key.raw("h").op(i - 1).raw("h").op(i - 1).op(0x86).raw("q").op(i);
        }
        refusal(new PickleBytes()
                .raw("}")
                .raw(new String(key.stop(), 0, 0))
                .raw("}Ns")
                .stop());
        PickleBytes nested = new PickleBytes().raw("}K\1");
        for (int i = 0; i < 100_000; i++) {
            nested.op(0x85);
        }
        assertTrue(refusal(nested.raw("Ns").stop()).contains("key"));
    }

    @Test
    void survivesChainsOfConstructors() throws IOException {
        PickleBytes chain = new PickleBytes().op('(');
        for (int i = 0; i < 50_000; i++) {
            chain.global("copyreg", "__newobj__");
        }
        chain.raw("tq")
                .op(0)
                .raw("0")
                .global("copyreg", "__newobj__")
                .raw("h")
                .op(0)
                .raw("R");
        assertInstanceOf(PickledObject.class, value(chain.stop()));
        PickleBytes deep = new PickleBytes();
        for (int i = 0; i < 100_000; i++) {
            deep.op(']');
        }
        for (int i = 1; i < 100_000; i++) {
            deep.op('a');
        }
        refusal(deep.stop());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a",
                "R",
                "b",
                "(",
                "t",
                "u",
                "(u",
                "}Nu",
                "NNs",
                "Ne",
                "(Ne",
                "h\7",
                "Q",
                "\u0093",
                "NN\u0093",
                "NNR",
                "c\n\n",
                "])R",
                "KKu",
                "]K\1s",
                ")Na",
                "\u0082\1",
                "\u0097",
                "\u0080\u0009N",
                "(o",
                "NNo",
                "}]Ns",
                "\u008a\1"
            })
    void refusesBrokenStackUse(String pickle) throws IOException {
        refusal(new PickleBytes().raw(pickle).stop());
    }

    @Test
    void refusesAPickleWithoutAnEnd() throws IOException {
        refusal(new byte[] {'N'});
        refusal(new byte[0]);
    }

    @Test
    void showsNoControlCharactersOfTheFile() throws IOException {
        String message = refusal(new PickleBytes()
                .global("os", "\u001b[31msystem" + "x".repeat(10_000))
                .stop());
        assertTrue(message.indexOf('\u001b') < 0 && message.length() < 1000, message);
    }
}
