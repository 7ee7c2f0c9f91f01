package hangolo.bench;

import hangolo.engine.AdamW;
import hangolo.engine.Backend;
import hangolo.engine.MemoryMode;
import hangolo.engine.Precision;
import hangolo.engine.cpu.CpuBackend;
import hangolo.models.xtts.training.TrainingGraph;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.IntFunction;

/**
 * An implementation of the training step, by name.
 *
 * @param key its name on the command line
 * @param title its name in tables
 * @param rows the rows that it computes
 * @param steps makes it, for sizes and a number of threads
 * @param ceiling the matrix multiplications alone, in the same precision
 * @param environment variables of its process, for those that are not set
 */
record Variant(
        String key,
        String title,
        Function<Sizes, Rows> rows,
        Maker steps,
        Ceiling.Maker ceiling,
        Map<String, String> environment) {

    private static final RandomWeights VALUES = new RandomWeights(1);
    private static final double RATE = 1e-6;

    /**
     * In fp32 libtorch multiplies on OpenBLAS' threads and does the rest on OpenMP's, which would otherwise spin on the cores that
     * OpenBLAS needs.
     */
    private static final Map<String, String> NO_SPINNING = Map.of("OMP_WAIT_POLICY", "PASSIVE");

    /** All, in the order of the table; the others are compared with the first one of libtorch. */
    static final List<Variant> ALL = List.of(
            engine("hangolo-fp32", "Hangolo `cpu`, fp32", CpuBackend::new, BlasCeiling::new),
            engine(
                    "hangolo-bf16",
                    "Hangolo `cpu`, bf16",
                    threads -> new CpuBackend(threads, Precision.BF16),
                    Bf16Ceiling::new),
            engine(
                    "hangolo-bf16-low",
                    "Hangolo `cpu`, bf16, activation checkpointing",
                    threads -> new CpuBackend(threads, Precision.BF16, MemoryMode.LOW),
                    Bf16Ceiling::new),
            torch("libtorch-original", "libtorch fp32, as Coqui TTS", TorchSettings.COQUI),
            torch("libtorch-fp32-sdpa", "libtorch fp32, scaled_dot_product_attention", TorchSettings.FUSED),
            torch("libtorch-fp32", "libtorch fp32, fastest", TorchSettings.FP32),
            torch("libtorch-bf16", "libtorch bf16, fastest", TorchSettings.BF16),
            torch(
                    "libtorch-bf16-no-dropout",
                    "libtorch bf16, fastest, without any dropout",
                    TorchSettings.BF16.withoutDropout()));

    /** Prepares a step. */
    interface Maker {
        Step make(Sizes sizes, int threads);
    }

    private static Variant engine(String key, String title, IntFunction<Backend> backend, Ceiling.Maker ceiling) {
        return new Variant(
                key,
                title,
                Rows::packed,
                (sizes, threads) -> new EngineStep(
                        backend.apply(threads),
                        sizes.gpt(),
                        VALUES,
                        sizes.batch(),
                        TrainingGraph.Settings.TRAINING,
                        RATE),
                ceiling,
                Map.of());
    }

    private static Variant torch(String key, String title, TorchSettings settings) {
        Maker steps = (sizes, threads) -> {
            TorchStep.threads(threads);
            System.err.print(TorchStep.description());
            return new TorchStep(settings, sizes.gpt(), VALUES, sizes.batch(), new TorchStep.Adam(AdamW.COQUI, RATE));
        };
        return settings.bf16()
                ? new Variant(key, title, Rows::padded, steps, TorchCeiling::new, Map.of())
                : new Variant(key, title, Rows::padded, steps, BlasCeiling::new, NO_SPINNING);
    }

    /** Whether it is one of this engine. */
    boolean own() {
        return key.startsWith("hangolo");
    }

    static Variant of(String key) {
        return ALL.stream()
                .filter(variant -> variant.key.equals(key))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no variant " + key + "; there are "
                        + ALL.stream().map(Variant::key).toList()));
    }

    /** The variants that arguments name from one on; all if they name none. */
    static List<Variant> named(String[] arguments, int from) {
        return arguments.length <= from
                ? ALL
                : Arrays.stream(arguments).skip(from).map(Variant::of).toList();
    }
}
