package hangolo.app.voice;

import hangolo.app.config.RunConfig.BackendChoice;
import hangolo.engine.Backend;
import hangolo.engine.Precision;
import hangolo.engine.cpu.CpuBackend;
import hangolo.engine.cuda.CudaBackend;
import hangolo.engine.cuda.CudaException;
import hangolo.engine.cuda.CudaSystem;
import hangolo.engine.samediff.SameDiffBackend;
import java.util.function.Consumer;

/** The backends of this build. */
public final class Backends {
    private Backends() {}

    /**
     * Opens a backend.
     *
     * @param choice which one; what is not there is an error, never replaced silently
     * @param say hears, in one line, what {@code auto} takes and why
     * @return a backend, to be closed by the caller
     * @throws CudaException if cuda is wanted and cannot run here; the message says why
     */
    public static Backend open(BackendChoice choice, Consumer<String> say) {
        return switch (choice) {
            case AUTO -> automatic(CudaSystem.look(), say);
            case CPU -> new CpuBackend();
            case SAMEDIFF -> SameDiffBackend.inFloat();
            case CUDA -> CudaBackend.open(Precision.FP32);
        };
    }

    /** The card if it can be used, else the processor. */
    private static Backend automatic(CudaSystem system, Consumer<String> say) {
        if (system.card().isPresent()) {
            try {
                Backend cuda = CudaBackend.open(Precision.FP32);
                say.accept("backend auto: cuda, because there is a usable card (" + cuda.description() + ")");
                return cuda;
            } catch (CudaException e) {
                say.accept("backend auto: cpu, because the card cannot be used: " + e.getMessage());
                return new CpuBackend();
            }
        }
        say.accept("backend auto: cpu, because " + system.obstacle().orElse("there is no card"));
        return new CpuBackend();
    }
}
