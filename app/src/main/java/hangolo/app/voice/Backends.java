package hangolo.app.voice;

import hangolo.app.config.RunConfig.BackendChoice;
import hangolo.engine.Backend;
import hangolo.engine.cpu.CpuBackend;
import hangolo.engine.samediff.SameDiffBackend;

/** The backends of this build. */
public final class Backends {
    private Backends() {}

    /**
     * Opens a backend.
     *
     * @param choice which one; what is not there is an error, never replaced silently
     * @return a backend, to be closed by the caller
     * @throws IllegalArgumentException if this build does not have it
     */
    public static Backend open(BackendChoice choice) {
        return switch (choice) {
            case AUTO, CPU -> new CpuBackend();
            case SAMEDIFF -> SameDiffBackend.inFloat();
            case CUDA ->
                throw new IllegalArgumentException("the backend cuda is not part of this build; use --backend cpu, or"
                        + " BACKEND: cpu in the run file");
        };
    }
}
