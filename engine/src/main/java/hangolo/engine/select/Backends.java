package hangolo.engine.select;

import hangolo.engine.Backend;
import hangolo.engine.MemoryMode;
import hangolo.engine.Precision;
import hangolo.engine.cpu.CpuBackend;
import hangolo.engine.cuda.CudaBackend;
import hangolo.engine.cuda.CudaException;
import hangolo.engine.cuda.CudaProbe;
import hangolo.engine.samediff.SameDiffBackend;
import java.util.function.Consumer;

/** The backends of this build. */
public final class Backends {
    private Backends() {}

    /**
     * Opens a backend.
     *
     * @param choice which one, its precision and memory; a missing backend is an error, never replaced silently
     * @param say receives one line about what {@code auto} takes and why
     * @return a backend, to be closed by the caller
     * @throws CudaException if cuda is wanted and cannot run here; the message says why
     * @throws IllegalArgumentException if the backend lacks the precision or activation checkpointing
     */
    public static Backend open(ComputeConfig choice, Consumer<String> say) {
        return switch (choice.backend()) {
            case AUTO -> automatic(CudaProbe.look(), choice, say);
            case CPU -> cpu(choice);
            case SAMEDIFF -> sameDiff(choice);
            case CUDA -> cuda(choice);
        };
    }

    /** The GPU if it can be used, else the CPU. */
    private static Backend automatic(CudaProbe probe, ComputeConfig choice, Consumer<String> say) {
        if (probe.gpu().isPresent()) {
            try {
                Backend cuda = cuda(choice);
                if (SelfCheck.passes(cuda)) {
                    say.accept("backend auto: cuda, because there is a usable GPU (" + cuda.description() + ")");
                    return cuda;
                }
                cuda.close();
                return cpuInstead(choice, "a small training step on the GPU gave other numbers", say);
            } catch (CudaException e) {
                return cpuInstead(choice, "the GPU cannot be used: " + e.getMessage(), say);
            }
        }
        return cpuInstead(choice, probe.obstacle().orElse("there is no GPU"), say);
    }

    private static Backend cpuInstead(ComputeConfig choice, String reason, Consumer<String> say) {
        Backend cpu = cpu(choice);
        say.accept("backend auto: cpu, because " + reason + " (" + cpu.description() + ")");
        return cpu;
    }

    private static Backend cpu(ComputeConfig choice) {
        needNoTf32("cpu", choice);
        Precision precision = explicit(choice.precision(), CpuBackend.fastest());
        return new CpuBackend(Runtime.getRuntime().availableProcessors(), precision, choice.memory());
    }

    private static Backend cuda(ComputeConfig choice) {
        return CudaBackend.open(explicit(choice.precision(), Precision.BF16), choice.memory());
    }

    private static Precision explicit(ComputeConfig.Precision choice, Precision fastest) {
        return switch (choice) {
            case AUTO -> fastest;
            case BF16 -> Precision.BF16;
            case FP32 -> Precision.FP32;
            case TF32 -> Precision.TF32;
        };
    }

    private static void needNoTf32(String backend, ComputeConfig choice) {
        if (choice.precision() == ComputeConfig.Precision.TF32) {
            throw new IllegalArgumentException("the " + backend + " backend cannot compute in tf32, which is for NVIDIA"
                    + " GPUs (hangolo preflight says what is here); use --precision auto or fp32, or PRECISION in the config"
                    + " file");
        }
    }

    private static Backend sameDiff(ComputeConfig choice) {
        needNoTf32("samediff", choice);
        if (choice.memory() == MemoryMode.LOW) {
            throw new IllegalArgumentException(
                    "the samediff backend has no activation checkpointing; use MEMORY: normal"
                            + " (--memory normal), or BACKEND: cpu");
        }
        if (choice.precision() == ComputeConfig.Precision.BF16) {
            throw new IllegalArgumentException("the samediff backend computes in fp32 only; use --precision fp32, or"
                    + " PRECISION: fp32 in the config file");
        }
        return SameDiffBackend.inFloat();
    }
}
