package hangolo.models.data;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * SHA-256 over several things in order. Every thing is preceded by its kind and length, so that no two different lists
 * of things give the same hash.
 */
final class ContentHash {

    private final MessageDigest digest = sha256();

    ContentHash text(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        head('t', bytes.length);
        digest.update(bytes);
        return this;
    }

    ContentHash numbers(int... values) {
        ByteBuffer buffer = ByteBuffer.allocate(values.length * Integer.BYTES);
        buffer.asIntBuffer().put(values);
        head('i', values.length);
        digest.update(buffer);
        return this;
    }

    ContentHash numbers(float[] values) {
        ByteBuffer buffer = ByteBuffer.allocate(values.length * Float.BYTES);
        buffer.asFloatBuffer().put(values);
        head('f', values.length);
        digest.update(buffer);
        return this;
    }

    /** The content of a file, read in pieces. */
    ContentHash file(Path file) throws IOException {
        MessageDigest content = sha256();
        byte[] piece = new byte[1 << 16];
        try (InputStream in = Files.newInputStream(file)) {
            for (int read = in.read(piece); read >= 0; read = in.read(piece)) {
                content.update(piece, 0, read);
            }
        }
        head('c', 0);
        digest.update(content.digest());
        return this;
    }

    /** The hash, 64 hexadecimal digits; afterwards this starts again from nothing. */
    String hex() {
        return HexFormat.of().formatHex(digest.digest());
    }

    private void head(char kind, int length) {
        digest.update((byte) kind);
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, length));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
