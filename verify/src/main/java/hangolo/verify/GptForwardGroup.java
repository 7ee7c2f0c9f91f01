package hangolo.verify;

import hangolo.engine.Pass;
import hangolo.models.xtts.nn.Traced;
import hangolo.models.xtts.training.GptTrace;
import hangolo.models.xtts.training.TrainingBatch;
import hangolo.models.xtts.training.TrainingGraph;
import java.io.IOException;
import java.util.Map;
import java.util.OptionalDouble;

/** The training step forward: its inputs, every intermediate, the losses in training and in evaluation. */
final class GptForwardGroup implements Group {

    @Override
    public String name() {
        return "gpt-forward";
    }

    @Override
    public boolean owns(String array) {
        return ReferenceBatch.owns(array, "inputs/")
                || ReferenceBatch.owns(array, "forward/")
                || ReferenceBatch.owns(array, "eval_losses");
    }

    @Override
    public OptionalDouble rounding(String array) {
        return OptionalDouble.of(0.04);
    }

    @Override
    public void check(GroupContext context, Checks checks) throws IOException {
        for (ReferenceBatch reference : ReferenceBatch.all(context)) {
            checks.attempt(reference.path() + "inputs", () -> new TrainingInputs(reference, checks).check());
            checks.attempt(reference.path() + "forward", () -> forward(reference, checks));
        }
    }

    private static void forward(ReferenceBatch reference, Checks checks) throws IOException {
        GroupContext context = reference.context();
        TrainingBatch batch = reference.batch();
        Map<String, Traced> trace = GptTrace.of(context.model().gpt(), batch, context.backend(), reference.masked());
        for (String name : reference.names("forward/")) {
            String key = name.substring((reference.path() + "forward/").length());
            if (!key.equals("losses")) {
                checks.traced(name, trace, key);
            }
        }
        losses(reference, batch, checks);
    }

    /** The losses come from the graph that trains, not from the intermediates. */
    private static void losses(ReferenceBatch reference, TrainingBatch batch, Checks checks) throws IOException {
        TrainingGraph graph = reference.graph(reference.context().model());
        String training = reference.path() + "forward/losses";
        ReferenceStep.Found found = losses(reference, graph, batch);
        float[] weighted = found.weighted(graph.settings());
        checks.floats(training, () ->
                new float[] {(float) found.text(), (float) found.mel(), weighted[0], weighted[1], weighted[2]});
        String evaluation = reference.path() + "eval_losses";
        if (reference.context().folder().has(evaluation)) {
            TrainingGraph plain =
                    new TrainingGraph(graph.gpt(), graph.settings().withCoquiPromptMask(false));
            checks.floats(evaluation, () -> losses(reference, plain, batch).weighted(plain.settings()));
        }
    }

    private static ReferenceStep.Found losses(ReferenceBatch reference, TrainingGraph graph, TrainingBatch batch) {
        try (Pass pass = reference.context().backend().inference()) {
            return ReferenceStep.Found.of(pass, graph.losses(pass, batch));
        }
    }
}
