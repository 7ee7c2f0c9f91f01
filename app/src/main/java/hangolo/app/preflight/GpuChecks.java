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
 * Which backend a phase will run on, and whether its card has the memory.
 *
 * @param config the phase
 * @param cuda what the computer has for the phase's backend; nothing if that is the processor
 */
public record GpuChecks(PhaseConfig config, CudaProbe cuda) {

    private static final double GB = 1e9;

    private static final String CPU = "Or write BACKEND: cpu";

    /** What a CUDA context with the kernels and cuBLASLt takes for itself, about. */
    private static final double OVERHEAD_GB = 0.7;

    /** Frames of a reference, padded to 6 s, as in the original (xtts-spec.md 6.3). */
    private static final int FRAMES = 517;

    /** Tokens around a text, and around codes. */
    private static final int AROUND = 5;

    /** Looks for cards if the phase may use one. */
    public static GpuChecks probe(PhaseConfig config) {
        return new GpuChecks(
                config,
                switch (config.computing().backend()) {
                    case AUTO, CUDA -> CudaProbe.look();
                    case SAMEDIFF -> new CudaProbe(Optional.empty(), List.of(), Nd4jCuda.obstacle());
                    case CPU -> new CudaProbe(Optional.empty(), List.of(), Optional.of("it was not looked for"));
                });
    }

    /** Whether the phase will run on a card. */
    public boolean usable() {
        return cuda.gpu().isPresent();
    }

    List<Check> all(Optional<Size> size) {
        List<Check> checks = new ArrayList<>();
        checks.add(backend());
        if (config.computing().precision() == ComputeConfig.Precision.TF32
                && cuda.gpu().filter(Gpu::hasTf32).isEmpty()) {
            checks.add(
                    Check.failed("precision", "tf32 needs a card of compute capability 8.0", "Write PRECISION: auto"));
        }
        cuda.gpu().ifPresent(card -> {
            checks.add(Check.ok("driver", "CUDA " + cuda.driver().orElse("?") + ", all libraries found"));
            cuda.gpus().forEach(one -> checks.add(Check.note("card " + one.index(), one.description())));
            checks.add(memory(card, size));
        });
        return checks;
    }

    private Check backend() {
        String why = cuda.obstacle().orElse("there is no card");
        return switch (config.computing().backend()) {
            case CPU -> Check.ok("backend", "cpu");
            case SAMEDIFF ->
                cuda.obstacle()
                        .map(obstacle -> Check.failed("backend", "samediff cannot run here: " + obstacle, CPU))
                        .orElse(Check.ok("backend", "samediff (the reference: much slower than cpu)"));
            case AUTO -> Check.ok("backend", cuda.gpu().map(card -> "cuda").orElse("cpu, because " + why));
            case CUDA ->
                cuda.gpu()
                        .map(card -> Check.ok("backend", "cuda"))
                        .orElse(Check.failed("backend", "cuda cannot run here: " + why, CPU));
        };
    }

    private Check memory(Gpu card, Optional<Size> size) {
        Optional<StepMemory> plan = plan();
        if (plan.isEmpty() || size.isEmpty()) {
            return Check.unknown("card memory", "needs the model files");
        }
        StepMemory step = plan.get();
        double frozen = size.get().frozen() * (double) Float.BYTES / GB;
        double needed = step.total() / GB + frozen + OVERHEAD_GB;
        String finding = String.format(
                Locale.ROOT,
                "%.1f GB; the largest step needs about %.1f GB: weights %.1f, gradients %.1f, optimizer %.1f, activations"
                        + " %.1f, frozen networks %.1f, CUDA itself %.1f",
                card.bytes() / GB,
                needed,
                step.weights() / GB,
                step.gradients() / GB,
                step.optimizer() / GB,
                step.activations() / GB,
                frozen,
                OVERHEAD_GB);
        return needed <= card.bytes() / GB
                ? Check.ok("card memory", finding)
                : Check.weak("card memory", finding, advice());
    }

    private String advice() {
        return config.computing().memory() == MemoryMode.LOW
                ? "Use a smaller BATCH_SIZE or MAX_WAV_LENGTH, or BACKEND: cpu"
                : "Use MEMORY: low, a smaller BATCH_SIZE or MAX_WAV_LENGTH, or BACKEND: cpu";
    }

    /** The largest batch that the configuration allows. */
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
                    new StepMemory.Batch(config.optimization().batchSize(), text + AROUND, codes + AROUND, FRAMES),
                    EnumSet.of(ComputeConfig.Precision.AUTO, ComputeConfig.Precision.BF16)
                            .contains(config.computing().precision()),
                    config.computing().memory()));
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
