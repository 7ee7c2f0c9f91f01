package hangolo.models.weights.pickle;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Assembles pickles instruction by instruction, harmful ones too, and packs them like PyTorch does. */
final class PickleBytes {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    PickleBytes op(int... codes) {
        for (int code : codes) {
            out.write(code);
        }
        return this;
    }

    PickleBytes op(char code) {
        out.write(code);
        return this;
    }

    PickleBytes global(String module, String name) {
        return op('c').raw(module + "\n" + name + "\n");
    }

    PickleBytes text(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        op('X').int32(utf8.length);
        out.writeBytes(utf8);
        return this;
    }

    PickleBytes raw(String ascii) {
        out.writeBytes(ascii.getBytes(StandardCharsets.ISO_8859_1));
        return this;
    }

    PickleBytes int32(long value) {
        for (int i = 0; i < 4; i++) {
            out.write((int) (value >> 8 * i));
        }
        return this;
    }

    PickleBytes int64(long value) {
        for (int i = 0; i < 8; i++) {
            out.write((int) (value >> 8 * i));
        }
        return this;
    }

    byte[] stop() {
        op('.');
        return out.toByteArray();
    }

    /** A zip with this pickle and one storage "0" of the given bytes. */
    static Path zip(Path file, byte[] pickle, byte[] storage) throws IOException {
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            zip.setMethod(ZipOutputStream.STORED);
            store(zip, "archive/data.pkl", pickle);
            store(zip, "archive/data/0", storage);
        }
        return file;
    }

    private static void store(ZipOutputStream zip, String name, byte[] content) throws IOException {
        CRC32 crc = new CRC32();
        crc.update(content);
        ZipEntry entry = new ZipEntry(name);
        entry.setSize(content.length);
        entry.setCrc(crc.getValue());
        zip.putNextEntry(entry);
        zip.write(content);
        zip.closeEntry();
    }

    /** The pickle of a tensor over storage "0" of {@code elements} floats. */
    static PickleBytes tensor(long elements, long offset, long[] shape, long[] strides) {
        PickleBytes p = new PickleBytes()
                .op(0x80, 2)
                .global("torch._utils", "_rebuild_tensor_v2")
                .raw("((");
        p.text("storage")
                .global("torch", "FloatStorage")
                .text("0")
                .text("cuda:0")
                .integer(elements)
                .raw("tQ");
        p.integer(offset).op('(');
        for (long n : shape) {
            p.integer(n);
        }
        p.raw("t(");
        for (long n : strides) {
            p.integer(n);
        }
        return p.op('t').op(0x89).global("collections", "OrderedDict").raw(")RtR");
    }

    PickleBytes integer(long value) {
        return op(0x8a, 8).int64(value);
    }
}
