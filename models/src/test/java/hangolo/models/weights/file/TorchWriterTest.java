package hangolo.models.weights.file;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hangolo.models.weights.Dtype;
import hangolo.models.weights.ElementCodec;
import hangolo.models.weights.StoredTensor;
import hangolo.models.weights.TensorSource;
import hangolo.models.weights.WeightFileException;
import hangolo.models.weights.pickle.PickledDict;
import hangolo.models.weights.pickle.PickledTuple;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is written reads back equal, here and (checked by hand) in PyTorch. */
class TorchWriterTest {
    @TempDir
    Path folder;

    private static Map<String, Object> everyKind() {
        PickledDict state = new PickledDict();
        state.put("w", TensorSource.of("w", new long[] {2, 3}, new float[] {1, 2, 3, 4, 5, Float.NaN}));
        state.put("n", TensorSource.ofLongs("n", new long[0], new long[] {Long.MIN_VALUE}));
        state.put("none", TensorSource.of("none", new long[] {0, 4}, new float[0]));
        state.attributes().put("_metadata", Map.of("", Map.of("version", 1L)));
        Map<String, Object> root = new LinkedHashMap<>();
        root.put("model", state);
        root.put("step", TensorSource.scalar(5));
        root.put("numbers", Arrays.asList(0L, 255L, 256L, 65535L, 65536L, -1L, 1L << 40, Long.MIN_VALUE, 0.1, -0.0));
        root.put("big", BigInteger.TWO.pow(200).negate());
        root.put("text", "Jó reggelt, 世界 \ud83d\udc38");
        root.put("flags", new PickledTuple(Arrays.asList(true, false, null, "true")));
        root.put(
                "tuples",
                List.of(new PickledTuple(List.of()), new PickledTuple(List.of(1L)), new PickledTuple(List.of(1L, 2L))));
        root.put("dtype", Dtype.BFLOAT16);
        root.put("empty", new LinkedHashMap<>());
        return root;
    }

    @Test
    void readsBackEveryKindOfValue() {
        Path path = folder.resolve("all.pth");
        TorchWriter.write(path, everyKind());
        try (WeightFile file = WeightFile.open(path)) {
            Map<?, ?> root = (Map<?, ?>) file.root();
            assertEquals(new ArrayList<>(everyKind().keySet()), new ArrayList<>(root.keySet()));
            for (String key : List.of("numbers", "big", "text", "tuples", "dtype", "empty")) {
                assertEquals(everyKind().get(key), root.get(key), key);
            }
            assertInstanceOf(PickledTuple.class, root.get("flags"));
            assertEquals(Arrays.asList(true, false, null, "true"), root.get("flags"));
            PickledDict state = assertInstanceOf(PickledDict.class, root.get("model"));
            assertEquals(Map.of("", Map.of("version", 1L)), state.attributes().get("_metadata"));
            assertEquals(List.of("w", "n", "none"), List.copyOf(file.tensors().keySet()));
            assertArrayEquals(
                    new float[] {1, 2, 3, 4, 5, Float.NaN}, file.tensor("w").floats());
            assertArrayEquals(new long[] {Long.MIN_VALUE}, file.tensor("n").longs());
            assertEquals(0, file.tensor("none").count());
            assertArrayEquals(new long[] {0, 4}, file.tensor("none").shape());
            assertArrayEquals(new float[] {5}, ((StoredTensor) root.get("step")).floats());
        }
    }

    @Test
    void alignsStorageAndKeepsCheckSums() throws IOException {
        Path path = folder.resolve("aligned.pth");
        TorchWriter.write(path, everyKind());
        byte[] bytes = Files.readAllBytes(path);
        try (ZipFile zip = new ZipFile(path.toFile())) {
            assertEquals(
                    "aligned/data.pkl", zip.stream().findFirst().orElseThrow().getName());
            assertEquals(
                    "little",
                    new String(zip.getInputStream(zip.getEntry("aligned/byteorder"))
                            .readAllBytes()));
            assertEquals(
                    "3\n",
                    new String(
                            zip.getInputStream(zip.getEntry("aligned/version")).readAllBytes()));
            for (var entry : zip.stream().toList()) {
                zip.getInputStream(entry).readAllBytes();
            } // checks the CRC
        }
        for (int at = 0; at + 4 < bytes.length; at++) {
            ByteBuffer local = ByteBuffer.wrap(bytes).order(java.nio.ByteOrder.LITTLE_ENDIAN);
            if (local.getInt(at) == 0x04034b50) {
                assertEquals(0, (at + 30 + local.getShort(at + 26) + local.getShort(at + 28)) % 64);
            }
        }
    }

    /** Many tensors of all sizes, which several threads write. */
    private static Map<String, Object> many() {
        PickledDict state = new PickledDict();
        for (int t = 0; t < 60; t++) {
            float[] values = new float[t % 7 == 0 ? 70_000 * (t / 7 + 1) : t * 31];
            for (int i = 0; i < values.length; i++) {
                values[i] = i * 0.5f - t;
            }
            state.put("t" + t, TensorSource.of("t" + t, new long[] {values.length}, values));
        }
        return Map.of("model", state);
    }

    @Test
    void manyThreadsWriteTheSameFile() throws IOException {
        Path path = folder.resolve("many.pth");
        TorchWriter.write(path, many());
        byte[] first = Files.readAllBytes(path);
        TorchWriter.write(path, many());
        assertArrayEquals(first, Files.readAllBytes(path));
        try (ZipFile zip = new ZipFile(path.toFile());
                WeightFile file = WeightFile.open(path)) {
            for (var entry : zip.stream().toList()) {
                try (var in = zip.getInputStream(entry)) {
                    CRC32 crc = new CRC32();
                    crc.update(in.readAllBytes());
                    assertEquals(entry.getCrc(), crc.getValue(), entry.getName());
                }
            }
            ((PickledDict) many().get("model")).forEach((name, source) -> {
                float[] expected = new float[(int) file.tensor((String) name).count()];
                ((TensorSource) source).read(0, expected, expected.length);
                assertArrayEquals(expected, file.tensor((String) name).floats(), "tensor " + name);
            });
        }
    }

    @Test
    void aDamagedValueIsNoticedByItsCheckSum() throws IOException {
        Path path = folder.resolve("damaged.pth");
        TorchWriter.write(path, many());
        byte[] bytes = Files.readAllBytes(path);
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        int at = 0;
        while (buffer.getFloat(at) != 559_999 * 0.5f - 49) {
            at += 4;
        }
        bytes[at] ^= 1;
        Files.write(path, bytes);
        try (WeightFile file = WeightFile.open(path)) {
            file.tensor("t48").floats();
            WeightFileException e = assertThrows(
                    WeightFileException.class, () -> file.tensor("t49").floats());
            assertTrue(e.getMessage().contains("the check sum of tensor t49 is wrong"), e.getMessage());
            float[] part = new float[1];
            file.tensor("t49").readFloats(559_998, part, 0, 1);
            assertEquals(559_998 * 0.5f - 49, part[0]);
        }
    }

    @Test
    void streamsInRisingChunks() {
        long count = 1_000_003;
        int[] largest = {0};
        long[] end = {0};
        TensorSource source = TensorSource.of("ramp", new long[] {count}, (offset, chunk, length) -> {
            assertEquals(end[0], offset, "the next chunk begins where the one before ended");
            end[0] += length;
            largest[0] = Math.max(largest[0], length);
            for (int i = 0; i < length; i++) {
                chunk[i] = offset + i;
            }
        });
        Path path = folder.resolve("ramp.pth");
        TorchWriter.write(path, Map.of("ramp", source));
        assertEquals(count, end[0]);
        assertTrue(largest[0] <= 1 << 15, "a chunk of " + largest[0] + " values");
        try (WeightFile file = WeightFile.open(path)) {
            float[] values = file.tensor("ramp").floats();
            for (int i = 0; i < count; i++) {
                assertEquals(i, values[i]);
            }
        }
    }

    @Test
    void copiesEveryDtypeBitForBit() throws IOException {
        Path original = Path.of("..", "verify", "goldens", "pickles", "zip_dtypes.pth");
        Path copy = folder.resolve("copy.pth");
        try (WeightFile from = WeightFile.open(original)) {
            TorchWriter.write(copy, from.root());
            try (WeightFile to = WeightFile.open(copy)) {
                assertEquals(
                        List.copyOf(from.tensors().keySet()),
                        List.copyOf(to.tensors().keySet()));
                from.tensors().forEach((name, tensor) -> {
                    StoredTensor twin = to.tensor(name);
                    assertEquals(tensor.dtype(), twin.dtype(), name);
                    assertArrayEquals(tensor.shape(), twin.shape(), name);
                    ByteBuffer a = ByteBuffer.allocate((int) tensor.bytes());
                    ByteBuffer b = ByteBuffer.allocate((int) tensor.bytes());
                    tensor.readElements(0, (int) tensor.count(), a);
                    twin.readElements(0, (int) tensor.count(), b);
                    assertArrayEquals(a.array(), b.array(), name);
                });
            }
        }
    }

    @Test
    void failureLeavesTheOldFileAndNothingElse() throws IOException {
        Path path = folder.resolve("kept.pth");
        TorchWriter.write(path, Map.of("a", 1L));
        byte[] before = Files.readAllBytes(path);
        TensorSource failing = TensorSource.of("f", new long[] {10}, (offset, chunk, length) -> {
            throw new IllegalStateException("stop");
        });
        assertThrows(IllegalStateException.class, () -> TorchWriter.write(path, Map.of("f", failing)));
        assertThrows(IllegalArgumentException.class, () -> TorchWriter.write(path, Map.of("f", new Object())));
        assertArrayEquals(before, Files.readAllBytes(path));
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(List.of(path), files.toList());
        }
        Files.createDirectory(folder.resolve("taken.pth"));
        Files.createFile(folder.resolve("taken.pth").resolve("x"));
        var e = assertThrows(WeightFileException.class, () -> TorchWriter.write(folder.resolve("taken.pth"), 1L));
        assertEquals(true, e.getMessage().contains("could not be written"));
    }

    @Test
    void convertsHalfAndBfloatToNearest() {
        Random random = new Random(7);
        for (int bits = 0; bits < 0x10000; bits++) {
            float half = ElementCodec.halfToFloat((short) bits);
            if (!Float.isNaN(half)) {
                assertEquals((short) bits, ElementCodec.floatToHalf(half));
            }
            float brain = Float.intBitsToFloat(bits << 16);
            if (!Float.isNaN(brain)) {
                assertEquals((short) bits, ElementCodec.floatToBfloat(brain));
            }
        }
        for (int n = 0; n < 100_000; n++) {
            float value = (float) (random.nextGaussian() * Math.pow(2, random.nextInt(30) - 20));
            float half = ElementCodec.halfToFloat(ElementCodec.floatToHalf(value));
            short bits = ElementCodec.floatToHalf(value);
            for (int step : new int[] {-1, 1}) {
                float other = ElementCodec.halfToFloat((short) (bits + step));
                if (Float.isFinite(other) && Math.signum(other) == Math.signum(value)) {
                    assertEquals(true, Math.abs(half - value) <= Math.abs(other - value), "near " + value);
                }
            }
        }
        assertEquals(Float.POSITIVE_INFINITY, ElementCodec.halfToFloat(ElementCodec.floatToHalf(65520f)));
        assertEquals(65504f, ElementCodec.halfToFloat(ElementCodec.floatToHalf(65519f)));
    }
}
