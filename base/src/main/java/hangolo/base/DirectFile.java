package hangolo.base;

import com.sun.nio.file.ExtendedOpenOption;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * A new file whose large pieces go to the disk past the system's cache, where system and disk can do that. Gigabytes that go through
 * the cache push out everything else, and cost the processors, which train meanwhile, more than all other work on a checkpoint.
 * Several threads may write, each at another place.
 */
public final class DirectFile implements Closeable {
    /** Large enough for a disk's full speed. */
    private static final int CHUNK_BYTES = 1 << 20;

    /** No known disk wants larger blocks; a file system that names larger ones is written through the cache. */
    private static final int LARGEST_BLOCK = 1 << 16;

    private static final ThreadLocal<ByteBuffer> CHUNK = ThreadLocal.withInitial(
            () -> ByteBuffer.allocateDirect(CHUNK_BYTES + LARGEST_BLOCK).alignedSlice(LARGEST_BLOCK));

    private final FileChannel cached;
    private final Optional<FileChannel> uncached;
    private final int block;
    private volatile boolean refused;

    private DirectFile(FileChannel cached, Optional<FileChannel> uncached, int block) {
        this.cached = cached;
        this.uncached = uncached;
        this.block = block;
    }

    /** Makes the file, or empties it. */
    static DirectFile create(Path file) throws IOException {
        FileChannel cached = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE);
        try {
            long block = Files.getFileStore(file).getBlockSize();
            if (block <= LARGEST_BLOCK && Long.bitCount(block) == 1) {
                FileChannel past = FileChannel.open(file, StandardOpenOption.WRITE, ExtendedOpenOption.DIRECT);
                return new DirectFile(cached, Optional.of(past), (int) block);
            }
        } catch (IOException | UnsupportedOperationException e) {
            // a system, or a file system, that cannot: the cache takes everything
        }
        return new DirectFile(cached, Optional.empty(), 1);
    }

    /**
     * This thread's own buffer, little endian, for content from a place in the file on: what is put behind its
     * position lies in memory as the disk wants it. Its content is gone when it is asked for again.
     */
    public ByteBuffer chunk(long place) {
        return CHUNK.get().order(ByteOrder.LITTLE_ENDIAN).limit(CHUNK_BYTES).position((int) (place % block));
    }

    /** Writes all that remains of a buffer. */
    public void write(ByteBuffer content, long place) throws IOException {
        int begin = content.position() + (int) Math.floorMod(-place, (long) block);
        int whole = (content.limit() - begin) / block * block;
        if (uncached.isEmpty()
                || refused
                || whole <= 0
                || !content.isDirect()
                || content.alignmentOffset(begin, block) != 0) {
            through(cached, content, place);
            return;
        }
        int end = content.limit();
        long at = through(cached, content.limit(begin), place);
        at = past(uncached.get(), content.limit(begin + whole), at);
        through(cached, content.limit(end), at);
    }

    /** Some file systems take the option and refuse the writing: then all goes through the cache from now on. */
    private long past(FileChannel channel, ByteBuffer blocks, long place) throws IOException {
        int begin = blocks.position();
        try {
            return through(channel, blocks, place);
        } catch (IOException e) {
            refused = true;
            return through(cached, blocks.position(begin), place);
        }
    }

    /** Writes all that remains, and gives the place behind it. */
    private static long through(FileChannel channel, ByteBuffer content, long place) throws IOException {
        long at = place;
        while (content.hasRemaining()) {
            at += channel.write(content, at);
        }
        return at;
    }

    /** Makes all that was written durable. */
    void force() throws IOException {
        cached.force(true);
    }

    @Override
    public void close() throws IOException {
        try (cached) {
            if (uncached.isPresent()) {
                uncached.get().close();
            }
        }
    }
}
