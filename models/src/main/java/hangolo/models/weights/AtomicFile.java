package hangolo.models.weights;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Writes files that appear whole or not at all: the content goes to {@code .<name>.part} in the same folder, is forced to disk, and
 * the file is then renamed. A killed process leaves at most such a part file, which the next write of that name
 * replaces and {@link #removeLeftovers} deletes.
 */
public final class AtomicFile {
    private static final String SUFFIX = ".part";

    /** Writes the content. */
    @FunctionalInterface
    public interface Body {
        /** Writes everything; the file is closed by the caller. */
        void write(DirectFile file) throws IOException;
    }

    private AtomicFile() {}

    /**
     * Writes one file.
     *
     * @param target the final name; an existing file is replaced
     * @param body writes the content
     * @throws WeightFileException if the disk is full or the folder cannot be written; the target is then as before
     */
    public static void write(Path target, Body body) {
        Path folder = target.toAbsolutePath().getParent();
        Path part = folder.resolve("." + target.getFileName() + SUFFIX);
        boolean done = false;
        try {
            Files.createDirectories(folder);
            try (DirectFile file = DirectFile.create(part)) {
                body.write(file);
                file.force();
            }
            rename(part, target);
            done = true;
            forceFolder(folder);
        } catch (IOException e) {
            throw new WeightFileException(
                    target,
                    "could not be written (" + e.getMessage() + "). Check the free space and the rights of " + folder,
                    e);
        } finally {
            if (!done) deleteQuietly(part);
        }
    }

    /** Copies a file so that the copy appears whole or not at all. */
    public static void copy(Path source, Path target) {
        write(target, to -> {
            try (FileChannel from = FileChannel.open(source, StandardOpenOption.READ)) {
                long size = from.size();
                for (long at = 0; at < size; ) {
                    ByteBuffer chunk = to.chunk(at);
                    int begin = chunk.position();
                    if (from.read(chunk, at) < 0) throw new IOException(source + " became shorter while it was copied");
                    int got = chunk.position() - begin;
                    to.write(chunk.flip().position(begin), at);
                    at += got;
                }
            }
        });
    }

    /** Deletes the part files that a killed process left in a folder, and says which. */
    public static List<Path> removeLeftovers(Path folder) {
        List<Path> removed = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.sorted().toList()) {
                String name = file.getFileName().toString();
                if (name.startsWith(".") && name.endsWith(SUFFIX) && Files.deleteIfExists(file)) removed.add(file);
            }
        } catch (IOException e) {
            throw new WeightFileErrors(folder).failed("removing unfinished files", e);
        }
        return removed;
    }

    private static void rename(Path part, Path target) throws IOException {
        try {
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** Makes the new name durable where the system can open a folder (not on Windows, where renames are durable). */
    private static void forceFolder(Path folder) {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            // the content is safe already; only the moment at which the name becomes durable is left to the system
        }
    }

    private static void deleteQuietly(Path part) {
        try {
            Files.deleteIfExists(part);
        } catch (IOException e) {
            // the failure of the write itself is the one to report; the next write replaces the part file
        }
    }
}
