package hangolo.app.preflight;

import hangolo.app.config.PhaseConfig;
import hangolo.engine.MemoryMode;
import hangolo.engine.cuda.CudaProbe;
import hangolo.engine.cuda.Gpu;
import hangolo.engine.cuda.Nd4jCuda;
import hangolo.engine.select.ComputeConfig;
import hangolo.models.text.VoiceTokenizer;
import hangolo.models.xtts.config.XttsConfig;
import hangolo.models.xtts.gpt.GptSizes;
import hangolo.models.xtts.training.StepMemory;
import hangolo.models.xtts.training.TrainingItem;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Which backend a phase will run on, and whether its GPU has enough memory.
 *
 * @param config the phase
 * @param cuda the GPUs for the phase's backend; none for the CPU
 */
public record GpuChecks(PhaseConfig config, CudaProbe cuda) {

    private static final double GB = 1e9;

    private static final String CPU = "Or write BACKEND: cpu";

    /** Approximate memory of a CUDA context with the kernels and cuBLASLt. */
    private static final double OVERHEAD_GB = 0.7;

    /** Frames of a conditioning crop, padded to 6 s as in Coqui TTS (xtts-spec.md 6.3). */
    private static final int FRAMES = 517;

    /** Tokens that are added to a text and to codes. */
    private static final int ADDED_TOKENS = 5;

    /** Looks for GPUs if the phase may use one. */
    public static GpuChecks probe(PhaseConfig config) {
        return new GpuChecks(
                config,
                switch (config.computing().backend()) {
                    case AUTO, CUDA -> CudaProbe.look();
                    case SAMEDIFF -> new CudaProbe(Optional.empty(), List.of(), Nd4jCuda.obstacle());
                    case CPU -> new CudaProbe(Optional.empty(), List.of(), Optional.of("it was not looked for"));
                });
    }

    /** Whether the phase will run on a GPU. */
    public boolean usable() {
        return cuda.gpu().isPresent();
    }

    List<Check> all(Optional<Size> size) {
        List<Check> checks = new ArrayList<>();
        checks.add(backend());
        if (config.computing().precision() == ComputeConfig.Precision.TF32
                && cuda.gpu().filter(Gpu::hasTf32).isEmpty()) {
            checks.add(
                    Check.failed("precision", "tf32 needs a GPU of compute capability 8.0", "Write PRECISION: auto"));
        }
        cuda.gpu().ifPresent(gpu -> {
            checks.add(Check.ok("driver", "CUDA " + cuda.driver().orElse("?") + ", all libraries found"));
            cuda.gpus().forEach(one -> checks.add(Check.note("GPU " + one.index(), one.description())));
            checks.add(memory(gpu, size));
        });
        return checks;
    }

    private Check backend() {
        String why = cuda.obstacle().orElse("there is no GPU");
        return switch (config.computing().backend()) {
            case CPU -> Check.ok("backend", "cpu");
            case SAMEDIFF ->
                cuda.obstacle()
                        .map(obstacle -> Check.failed("backend", "samediff cannot run here: " + obstacle, CPU))
                        .orElse(Check.ok("backend", "samediff (for cross-checks; much slower than cpu)"));
            case AUTO -> Check.ok("backend", cuda.gpu().map(gpu -> "cuda").orElse("cpu, because " + why));
            case CUDA ->
                cuda.gpu()
                        .map(gpu -> Check.ok("backend", "cuda"))
                        .orElse(Check.failed("backend", "cuda cannot run here: " + why, CPU));
        };
    }

    private Check memory(Gpu gpu, Optional<Size> size) {
        Optional<StepMemory> plan = plan();
        if (plan.isEmpty() || size.isEmpty()) {
            return Check.unknown("GPU memory", "needs the model files");
        }
        StepMemory step = plan.get();
        double frozen = size.get().frozen() * (double) Float.BYTES / GB;
        double needed = step.total() / GB + frozen + OVERHEAD_GB;
        String finding = String.format(
                Locale.ROOT,
                "%.1f GB; the largest step needs about %.1f GB: weights %.1f, gradients %.1f, optimizer %.1f, activations"
                        + " %.1f, frozen networks %.1f, CUDA itself %.1f",
                gpu.bytes() / GB,
                needed,
                step.weights() / GB,
                step.gradients() / GB,
                step.optimizer() / GB,
                step.activations() / GB,
                frozen,
                OVERHEAD_GB);
        return needed <= gpu.bytes() / GB
                ? Check.ok("GPU memory", finding)
                : Check.warning("GPU memory", finding, advice());
    }

    private String advice() {
        return config.computing().memory() == MemoryMode.LOW
                ? "Use a smaller BATCH_SIZE or MAX_WAV_LENGTH, or BACKEND: cpu"
                : "Use MEMORY: low, a smaller BATCH_SIZE or MAX_WAV_LENGTH, or BACKEND: cpu";
    }

    /** The memory of a step with the largest batch that the configuration allows. */
    private Optional<StepMemory> plan() {
        try {
            XttsConfig.Gpt gpt =
                    XttsConfig.read(config.modelDir().resolve("config.json")).gpt();
            VoiceTokenizer tokenizer = VoiceTokenizer.open(config.modelDir().resolve("vocab.json"));
            GptSizes sizes = GptSizes.fresh(
                    gpt,
                    new GptSizes.Vocabulary(tokenizer.vocabularySize(), tokenizer.startToken(), tokenizer.stopToken()));
            int text = Math.min(config.data().maxTextLength(), sizes.maxText());
            int codes =
                    Math.min(TrainingItem.codeCount(config.data().maxWavLength(), gpt.codeStride()), sizes.maxCodes());
            return Optional.of(StepMemory.of(
                    sizes,
                    new StepMemory.Batch(
                            config.optimization().batchSize(), text + ADDED_TOKENS, codes + ADDED_TOKENS, FRAMES),
                    EnumSet.of(ComputeConfig.Precision.AUTO, ComputeConfig.Precision.BF16)
                            .contains(config.computing().precision()),
                    config.computing().memory()));
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
