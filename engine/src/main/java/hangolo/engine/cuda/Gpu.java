package hangolo.engine.cuda;

import java.util.Locale;

/**
 * A GPU as the driver describes it.
 *
 * @param index device index, 0 for the first
 * @param name for example {@code NVIDIA H200}
 * @param major compute capability before the point
 * @param minor compute capability after the point
 * @param bytes of memory
 */
public record Gpu(int index, String name, int major, int minor, long bytes) {

    private static final double GB = 1e9;

    /** The oldest compute capability that the kernels are compiled for, and CUDA 13 can compile for: Turing. */
    private static final int OLDEST = 75;

    private static final int AMPERE = 80;

    /** The architecture as compilers name it: 90 for compute capability 9.0. */
    public int architecture() {
        return 10 * major + minor;
    }

    /** Whether the backend can compute on it. */
    public boolean usable() {
        return architecture() >= OLDEST;
    }

    /** Whether its tensor cores support TF32: from Ampere on. */
    public boolean hasTf32() {
        return architecture() >= AMPERE;
    }

    /** One line for the user. */
    public String description() {
        return String.format(Locale.ROOT, "%s, compute capability %d.%d, %.1f GB", name, major, minor, bytes / GB);
    }
}
