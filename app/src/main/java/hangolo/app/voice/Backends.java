package hangolo.app.voice;

import hangolo.app.config.Computing;
import hangolo.engine.Backend;
import hangolo.engine.Precision;
import hangolo.engine.cpu.CpuBackend;
import hangolo.engine.samediff.SameDiffBackend;

/** The backends of this build. */
public final class Backends {
    private Backends() {}

    /**
     * Opens a backend.
     *
     * @param choice which one, and its precision; what is not there is an error, never replaced silently
     * @return a backend, to be closed by the caller
     * @throws IllegalArgumentException if this build or this machine does not have it
     */
    public static Backend open(Computing choice) {
        return switch (choice.backend()) {
            case AUTO, CPU ->
                new CpuBackend(Runtime.getRuntime().availableProcessors(), cpuPrecision(choice.precision()));
            case SAMEDIFF -> sameDiff(choice.precision());
            case CUDA ->
                throw new IllegalArgumentException("the backend cuda is not part of this build; use --backend cpu, or"
                        + " BACKEND: cpu in the run file");
        };
    }

    private static Precision cpuPrecision(Computing.Precision choice) {
        return switch (choice) {
            case AUTO -> CpuBackend.fastest();
            case BF16 -> Precision.BF16;
            case FP32 -> Precision.FP32;
        };
    }

    private static Backend sameDiff(Computing.Precision choice) {
        if (choice == Computing.Precision.BF16) {
            throw new IllegalArgumentException("the samediff backend computes in fp32 only; use --precision fp32, or"
                    + " PRECISION: fp32 in the run file");
        }
        return SameDiffBackend.inFloat();
    }
}
