package hangolo.bench;

import hangolo.engine.AdamW;
import hangolo.engine.ParameterSpec;
import hangolo.engine.ParameterStore;
import hangolo.engine.ParameterStore.Role;
import hangolo.engine.cpu.CpuBackend;
import hangolo.models.xtts.training.TrainingGraph;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Checks at small size that the step in libtorch is that of this engine: the same weights and clips, no dropout; both losses
 * and the gradient of every parameter are compared, and the weights after two updates by AdamW with the same gradients. libtorch
 * pads and this engine does not, so that padding and masks are compared too.
 */
public final class TorchCheck {

    private static final RandomWeights VALUES = new RandomWeights(7);
    private static final Sizes SIZES = Sizes.SMALL;
    private static final double RATE = 1e-3;
    private static final double FP32 = 1e-4;
    private static final double BF16 = 5e-2;

    private TorchCheck() {}

    /** Compares all variants that are measured; the exit code is 1 if one differs. */
    public static void main(String[] arguments) {
        TorchStep.threads(Runtime.getRuntime().availableProcessors());
        Map<String, TorchSettings> variants = new LinkedHashMap<>();
        variants.put("libtorch fp32, as Coqui TTS", TorchSettings.COQUI);
        variants.put("libtorch fp32, scaled_dot_product_attention", TorchSettings.FUSED);
        variants.put("libtorch fp32, fastest", TorchSettings.FP32);
        variants.put("libtorch bf16, fastest", TorchSettings.BF16);
        boolean same = true;
        for (Map.Entry<String, TorchSettings> variant : variants.entrySet()) {
            same &= same(variant.getKey(), variant.getValue().withoutDropout());
        }
        System.exit(same ? 0 : 1);
    }

    private static boolean same(String name, TorchSettings settings) {
        double tolerance = settings.bf16() ? BF16 : FP32;
        try (EngineStep engine = new EngineStep(
                        new CpuBackend(), SIZES.gpt(), VALUES, SIZES.batch(), TrainingGraph.Settings.EVALUATION, RATE);
                TorchStep torch = new TorchStep(
                        settings, SIZES.gpt(), VALUES, SIZES.batch(), new TorchStep.Adam(AdamW.COQUI, RATE))) {
            engine.run(1);
            torch.run(1);
            Map<String, float[]> first = gradients(engine.store(), torch);
            Worst losses = losses(engine.losses(), torch.losses());
            Worst gradients = gradients(engine.store(), first);
            torch.run(2);
            Worst updates = updates(engine.store(), torch, List.of(first, gradients(engine.store(), torch)));
            boolean same = losses.within(tolerance) && gradients.within(tolerance) && updates.within(FP32);
            System.out.printf(
                    Locale.ROOT,
                    "%s %s: worst relative differences: losses %s, gradients %s, updates %s%n",
                    same ? "same     " : "DIFFERENT",
                    name,
                    losses,
                    gradients,
                    updates);
            return same;
        }
    }

    private static Map<String, float[]> gradients(ParameterStore store, TorchStep torch) {
        Map<String, float[]> gradients = new LinkedHashMap<>();
        store.specs().forEach(spec -> gradients.put(spec.name(), torch.weights().gradient(spec.name())));
        return gradients;
    }

    private static Worst losses(Step.LossValues expected, Step.LossValues found) {
        Worst worst = new Worst();
        worst.add("text", new float[] {(float) expected.text()}, new float[] {(float) found.text()});
        worst.add("mel", new float[] {(float) expected.mel()}, new float[] {(float) found.mel()});
        return worst;
    }

    private static Worst gradients(ParameterStore store, Map<String, float[]> found) {
        Worst worst = new Worst();
        found.forEach((name, values) -> worst.add(name, store.values(name, Role.GRADIENT), values));
        return worst;
    }

    /** The changes by the updates, both given libtorch's gradients: AdamW turns a rounding error into a large step. */
    private static Worst updates(ParameterStore store, TorchStep torch, List<Map<String, float[]>> gradients) {
        for (ParameterSpec spec : store.specs()) {
            store.fill(spec.name(), Role.WEIGHT, VALUES.of(spec));
            store.fill(spec.name(), Role.FIRST_MOMENT, new float[spec.count()]);
            store.fill(spec.name(), Role.SECOND_MOMENT, new float[spec.count()]);
        }
        for (int i = 0; i < gradients.size(); i++) {
            gradients.get(i).forEach((name, values) -> store.fill(name, Role.GRADIENT, values));
            store.update(AdamW.COQUI, i + 1, RATE);
        }
        Worst worst = new Worst();
        for (ParameterSpec spec : store.specs()) {
            float[] before = VALUES.of(spec);
            float[] expected = minus(store.values(spec.name(), Role.WEIGHT), before);
            worst.add(spec.name(), expected, minus(torch.weights().values(spec.name()), before));
        }
        return worst;
    }

    private static float[] minus(float[] after, float[] before) {
        float[] change = new float[after.length];
        for (int i = 0; i < change.length; i++) {
            change[i] = after[i] - before[i];
        }
        return change;
    }

    /** The largest of several differences, each relative to what is expected: ‖expected - found‖ / ‖expected‖. */
    private static final class Worst {
        private final List<Double> differences = new ArrayList<>();
        private double largest;
        private String name = "none";

        void add(String what, float[] expected, float[] found) {
            double square = 0;
            double norm = 0;
            for (int i = 0; i < expected.length; i++) {
                square += Math.pow((double) expected[i] - found[i], 2);
                norm += (double) expected[i] * expected[i];
            }
            double relative = Math.sqrt(square / norm);
            differences.add(relative);
            if (!(relative <= largest)) {
                largest = relative;
                name = what;
            }
        }

        /** Whether all are; NaN is not. */
        boolean within(double tolerance) {
            return differences.stream().allMatch(difference -> difference <= tolerance);
        }

        @Override
        public String toString() {
            return String.format(Locale.ROOT, "%.1e (%s, of %d)", largest, name, differences.size());
        }
    }
}
