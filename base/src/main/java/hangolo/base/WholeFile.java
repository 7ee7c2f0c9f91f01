package hangolo.base;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * Writes files that appear whole or not at all: the content goes to a hidden file {@code .NAME.WRITER.part} in the same folder, is
 * forced to disk, and that file is then renamed. A killed process leaves at most such a part file. Missing folders are made. Where that fails, the
 * exception says which file could not be written, why, and what to check; a file of that name is then as before.
 */
public final class WholeFile {
    private static final String SUFFIX = ".part";

    /** Writes the content of a large file. */
    @FunctionalInterface
    public interface Content {
        /** Writes everything; the file is closed by the caller. */
        void write(DirectFile file) throws IOException;
    }

    private WholeFile() {}

    /** Writes a text in UTF-8; an existing file is replaced. */
    public static void write(Path target, String text) throws IOException {
        write(target, ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    }

    /**
     * Writes all that remains of a buffer; an existing file is replaced. After a power failure the name may still be that of
     * the file before: whoever cannot have that calls {@link #forceFolder}.
     */
    public static void write(Path target, ByteBuffer content) throws IOException {
        replace(target, part -> writeAll(part, content, true));
    }

    /**
     * Writes a file of a cache without waiting for the disk: whoever reads it must check it, as it may be damaged after
     * a power failure.
     */
    public static void writeCached(Path target, ByteBuffer content) throws IOException {
        replace(target, part -> writeAll(part, content, false));
    }

    /** Writes a large file past the system's cache, its name made durable too; an existing file is replaced. */
    public static void writeLarge(Path target, Content content) throws IOException {
        replace(target, part -> {
            try (DirectFile file = DirectFile.create(part)) {
                content.write(file);
                file.force();
            }
        });
        forceFolder(target.toAbsolutePath().getParent());
    }

    /** Copies a file so that the copy appears whole or not at all. */
    public static void copy(Path source, Path target) throws IOException {
        writeLarge(target, to -> {
            try (FileChannel from = FileChannel.open(source, StandardOpenOption.READ)) {
                long size = from.size();
                for (long at = 0; at < size; ) {
                    ByteBuffer chunk = to.chunk(at);
                    int begin = chunk.position();
                    if (from.read(chunk, at) < 0) {
                        throw new IOException(source + " became shorter while it was copied");
                    }
                    int got = chunk.position() - begin;
                    to.write(chunk.flip().position(begin), at);
                    at += got;
                }
            }
        });
    }

    /** A hidden name beside a file for a version of it that is not complete yet; no two threads or processes get the same. */
    public static Path part(Path target) {
        String writer =
                ProcessHandle.current().pid() + "-" + Thread.currentThread().getId();
        return target.resolveSibling("." + target.getFileName() + "." + writer + SUFFIX);
    }

    /** Gives a complete file its name, in one step where the file system can; an existing file is replaced. */
    public static void rename(Path part, Path target) throws IOException {
        try {
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** Makes new names in a folder durable where the system can open one (not on Windows, where renames are durable). */
    public static void forceFolder(Path folder) {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            // the content is safe already; only the moment at which the name becomes durable is left to the system
        }
    }

    /** Writes a part file. */
    private interface Writer {
        void write(Path part) throws IOException;
    }

    private static void replace(Path target, Writer writer) throws IOException {
        Path whole = target.toAbsolutePath();
        Path part = part(whole);
        try {
            Files.createDirectories(whole.getParent());
            writer.write(part);
            rename(part, whole);
        } catch (IOException e) {
            deleteAfter(e, part);
            throw inWords(e, whole);
        } catch (RuntimeException | Error e) {
            deleteAfter(e, part);
            throw e;
        }
    }

    private static IOException inWords(IOException cause, Path target) {
        String reason = "could not be written (" + cause.getMessage() + "). Check the free space and the rights of "
                + target.getParent();
        FileSystemException e = new FileSystemException(target.toString(), null, reason);
        e.initCause(cause);
        return e;
    }

    private static void deleteAfter(Throwable failure, Path part) {
        try {
            Files.deleteIfExists(part);
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }

    private static void writeAll(Path part, ByteBuffer content, boolean force) throws IOException {
        try (FileChannel channel = FileChannel.open(
                part, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            while (content.hasRemaining()) {
                channel.write(content);
            }
            if (force) {
                channel.force(true);
            }
        }
    }
}
