package hangolo.verify;

import hangolo.engine.ParameterSpec;
import hangolo.engine.ParameterStore;
import hangolo.engine.ParameterStore.Role;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Pattern;

/** The gradient of the total loss for every parameter, and gradients that are accumulated and clipped. */
final class GptGradientsGroup implements Group {

    private static final String ACCUMULATED = "train/grad_accumulation/";
    private static final String NORM = ACCUMULATED + "grad_norm";
    private static final String CLIPPED = ACCUMULATED + "clipped_grad/";
    private static final Pattern STEPS = Pattern.compile("grad_accum_steps (\\d+)");
    private static final Pattern LARGEST_NORM = Pattern.compile("max norm ([\\d.]+)");

    /** What PyTorch adds to the norm before it divides by it. */
    private static final double CLIP_EPSILON = 1e-6;

    @Override
    public String name() {
        return "gpt-gradients";
    }

    @Override
    public boolean owns(String array) {
        return array.startsWith(ACCUMULATED) || ReferenceBatch.owns(array, "grad/");
    }

    @Override
    public OptionalDouble rounding(String array) {
        return OptionalDouble.of(0.08);
    }

    @Override
    public void check(GroupContext context, Checks checks) throws IOException {
        for (ReferenceBatch reference : ReferenceBatch.all(context)) {
            checks.attempt(reference.path() + "grad", () -> gradients(reference, checks));
        }
        if (!context.folder().names(ACCUMULATED).isEmpty()) {
            checks.attempt(NORM, () -> accumulated(context, checks));
        }
    }

    private static void gradients(ReferenceBatch reference, Checks checks) throws IOException {
        String folder = reference.path() + "grad/";
        try (ReferenceStep step =
                ReferenceStep.of(reference, reference.context().trainable(Optional.empty()))) {
            step.gradients();
            ParameterStore store = step.model().parameters();
            for (String name : reference.names("grad/")) {
                checks.floats(name, () -> store.values(name.substring(folder.length()), Role.GRADIENT));
            }
            for (ParameterSpec spec : store.specs()) {
                if (!reference.context().folder().has(folder + spec.name())) {
                    checks.failed(folder + spec.name(), "the folder has no gradient of this parameter");
                }
            }
        }
    }

    private static void accumulated(GroupContext context, Checks checks) throws IOException {
        ReferenceArray said = context.folder().array(NORM);
        List<ReferenceBatch> batches = ReferenceBatch.all(context);
        float scale = (float) (1 / said.number(STEPS));
        try (ReferenceStep first = ReferenceStep.of(batches.get(0), context.trainable(Optional.empty()))) {
            ParameterStore store = first.model().parameters();
            store.zeroGradients();
            for (ReferenceBatch batch : batches) {
                new ReferenceStep(first.model(), batch.graph(first.model()), batch.batch()).accumulate(scale);
            }
            double norm = store.gradientNorm();
            checks.floats(NORM, () -> new float[] {(float) norm});
            List<String> names = context.folder().names(CLIPPED);
            if (!names.isEmpty()) {
                double largest = context.folder().array(names.get(0)).number(LARGEST_NORM);
                store.scaleGradients((float) Math.min(1, largest / (norm + CLIP_EPSILON)));
            }
            for (String name : names) {
                checks.floats(name, () -> store.values(name.substring(CLIPPED.length()), Role.GRADIENT));
            }
        }
    }
}
