package hangolo.bench;

import hangolo.engine.AdamW;
import hangolo.engine.Backend;
import hangolo.engine.cpu.CpuBackend;
import hangolo.models.xtts.TrainingGraph;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntFunction;

/**
 * A way to make the training step, by name.
 *
 * @param key its name on the command line
 * @param title its name in tables
 * @param rows the rows that it computes
 * @param steps makes it, for sizes and a number of threads
 */
record Variant(String key, String title, Function<Sizes, Rows> rows, Maker steps) {

    private static final RandomWeights VALUES = new RandomWeights(1);
    private static final double RATE = 1e-6;

    /** All, in the order of the table; the others are compared with the first one of libtorch. */
    static final List<Variant> ALL = List.of(
            engine("hangolo-fp32", "Hangolo `cpu`, fp32", CpuBackend::new),
            torch("libtorch-original", "libtorch fp32, as the original", TorchSettings.ORIGINAL),
            torch("libtorch-fp32-sdpa", "libtorch fp32, scaled_dot_product_attention", TorchSettings.FUSED),
            torch("libtorch-fp32", "libtorch fp32, fastest", TorchSettings.FP32),
            torch("libtorch-bf16", "libtorch bf16, fastest", TorchSettings.BF16),
            torch(
                    "libtorch-bf16-no-dropout",
                    "libtorch bf16, fastest, without any dropout",
                    TorchSettings.BF16.withoutDropout()));

    /** Makes a step ready to run. */
    interface Maker {
        Step make(Sizes sizes, int threads);
    }

    private static Variant engine(String key, String title, IntFunction<Backend> backend) {
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
                        RATE));
    }

    private static Variant torch(String key, String title, TorchSettings settings) {
        return new Variant(key, title, Rows::padded, (sizes, threads) -> {
            TorchStep.threads(threads);
            return new TorchStep(settings, sizes.gpt(), VALUES, sizes.batch(), new TorchStep.Adam(AdamW.COQUI, RATE));
        });
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
}
