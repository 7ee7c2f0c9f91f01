package hangolo.models.weights.zip;

import hangolo.models.weights.ByteSource;
import hangolo.models.weights.WeightFileErrors;
import java.io.IOException;
import java.lang.ref.SoftReference;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Objects;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * A deflated zip entry. PyTorch stores its entries; other tools may deflate them. Deflated bytes cannot be read from the middle, so
 * the whole entry is unpacked and held as long as memory is not scarce.
 */
final class DeflatedEntry implements ByteSource {
    /** No deflated stream grows by more than this factor. */
    private static final long MOST_GROWTH = 1032;

    private final ByteSource packed;
    private final long length;
    private final String name;
    private final WeightFileErrors errors;
    private SoftReference<byte[]> unpacked = new SoftReference<>(null);

    DeflatedEntry(ByteSource packed, long length, String name, WeightFileErrors errors) {
        if (length > packed.length() * MOST_GROWTH || length > Integer.MAX_VALUE - 16) {
            throw errors.damaged(name + " claims to unpack " + packed.length() + " bytes into " + length);
        }
        this.packed = packed;
        this.length = length;
        this.name = name;
        this.errors = errors;
    }

    @Override
    public long length() {
        return length;
    }

    @Override
    public void read(long position, ByteBuffer target) throws IOException {
        Objects.checkFromIndexSize(position, target.remaining(), length);
        target.put(content(), (int) position, target.remaining());
    }

    private synchronized byte[] content() throws IOException {
        byte[] held = unpacked.get();
        if (held == null) {
            held = inflate();
            unpacked = new SoftReference<>(held);
        }
        return held;
    }

    /** Memory grows with what comes out, not with what the directory of the zip claims. */
    private byte[] inflate() throws IOException {
        byte[] result = new byte[(int) Math.min(length, 4 * packed.length() + 64)];
        ByteBuffer chunk = ByteBuffer.allocate((int) Math.min(packed.length(), 1 << 16));
        Inflater inflater = new Inflater(true);
        try {
            int filled = 0;
            for (long read = 0; filled < length; ) {
                if (filled == result.length) {
                    result = Arrays.copyOf(result, (int) Math.min(length, 2L * filled));
                }
                int got = inflater.inflate(result, filled, result.length - filled);
                filled += got;
                if (got > 0) {
                    continue;
                }
                if (!inflater.needsInput() || read == packed.length()) {
                    throw errors.damaged(name + " unpacks to " + filled + " bytes instead of " + length);
                }
                chunk.clear().limit((int) Math.min(chunk.capacity(), packed.length() - read));
                packed.read(read, chunk);
                read += chunk.position();
                inflater.setInput(chunk.flip());
            }
            return result;
        } catch (DataFormatException e) {
            throw errors.damaged(name + " is not deflated data");
        } finally {
            inflater.end();
        }
    }
}
