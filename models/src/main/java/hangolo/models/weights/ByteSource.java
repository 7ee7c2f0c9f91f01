package hangolo.models.weights;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Objects;
import java.util.OptionalInt;

/** A readable run of bytes: a region of a file or of memory. Implementations are safe for concurrent readers. */
public interface ByteSource {

    /** How many bytes there are. */
    long length();

    /** Fills the buffer's remaining space from {@code position} on; the caller keeps within {@link #length()}. */
    void read(long position, ByteBuffer target) throws IOException;

    /** The CRC-32 of all bytes, if the file tells it. */
    default OptionalInt sum() {
        return OptionalInt.empty();
    }

    /** Bytes of which the file tells the CRC-32. */
    record Summed(ByteSource bytes, int crc) implements ByteSource {
        @Override
        public long length() {
            return bytes.length();
        }

        @Override
        public void read(long position, ByteBuffer target) throws IOException {
            bytes.read(position, target);
        }

        @Override
        public OptionalInt sum() {
            return OptionalInt.of(crc);
        }
    }

    /** A region of an open file. */
    record Region(FileChannel channel, long start, long length) implements ByteSource {
        @Override
        public void read(long position, ByteBuffer target) throws IOException {
            Objects.checkFromIndexSize(position, target.remaining(), length);
            long at = start + position;
            while (target.hasRemaining()) {
                int got = channel.read(target, at);
                if (got < 0) {
                    throw new EOFException("the file became shorter while it was read");
                }
                at += got;
            }
        }
    }

    /** Bytes in memory; the array is not copied. */
    record Memory(byte[] bytes) implements ByteSource {
        @Override
        public long length() {
            return bytes.length;
        }

        @Override
        public void read(long position, ByteBuffer target) {
            Objects.checkFromIndexSize(position, target.remaining(), bytes.length);
            target.put(bytes, (int) position, target.remaining());
        }
    }
}
