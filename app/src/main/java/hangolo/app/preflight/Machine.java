package hangolo.app.preflight;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalDouble;

/**
 * The computer that the program runs on.
 *
 * @param javaVersion feature version, for example 17
 * @param memoryGb physical memory that the process may use, in GB (10^9 bytes)
 * @param freeDiskGb free space where the run is written, in GB; empty if it cannot be found out
 */
public record Machine(int javaVersion, double memoryGb, OptionalDouble freeDiskGb) {
    private static final double GB = 1e9;

    /**
     * @param output where the run will be written; need not exist yet
     * @return what is known of this computer
     */
    public static Machine here(Path output) {
        return new Machine(Runtime.version().feature(), memory(), freeDisk(output));
    }

    /**
     * The same computer for a run whose own weight files already take up part of the disk space that it needs.
     *
     * @param gb their size in GB
     */
    public Machine withOwnFiles(double gb) {
        OptionalDouble free = freeDiskGb.isPresent() ? OptionalDouble.of(freeDiskGb.getAsDouble() + gb) : freeDiskGb;
        return new Machine(javaVersion, memoryGb, free);
    }

    private static double memory() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system
                ? system.getTotalMemorySize() / GB
                : Runtime.getRuntime().maxMemory() / GB;
    }

    private static OptionalDouble freeDisk(Path output) {
        Path existing = output.toAbsolutePath();
        while (existing != null && !Files.exists(existing)) {
            existing = existing.getParent();
        }
        if (existing == null) {
            return OptionalDouble.empty();
        }
        try {
            FileStore store = Files.getFileStore(existing);
            return OptionalDouble.of(store.getUsableSpace() / GB);
        } catch (IOException e) {
            return OptionalDouble.empty();
        }
    }
}
