package hangolo.verify;

import hangolo.engine.Pass;
import hangolo.models.xtts.gpt.XttsGpt;
import hangolo.models.xtts.training.TrainingBatch;
import hangolo.models.xtts.training.TrainingGraph;
import java.io.IOException;
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

    /** The intermediates are those of the graph that trains. */
    private static void forward(ReferenceBatch reference, Checks checks) throws IOException {
        TrainingBatch batch = reference.batch();
        XttsGpt gpt = reference.context().model().gpt();
        Recorder recorder = new Recorder();
        TrainingGraph graph = reference.graph(reference.context().model());
        XttsGpt probed = new XttsGpt(reference.context().model().parameters(), gpt.sizes(), recorder);
        ReferenceStep.Found found = losses(reference, new TrainingGraph(probed, graph.settings()), batch);
        PaddedBatch padded = new PaddedBatch(batch, gpt.sizes(), reference.masked(), recorder);
        for (String name : reference.names("forward/")) {
            String key = name.substring((reference.path() + "forward/").length());
            if (!key.equals("losses")) {
                checks.traced(name, () -> padded.of(key));
            }
        }
        losses(reference, graph, found, checks);
    }

    private static void losses(ReferenceBatch reference, TrainingGraph graph, ReferenceStep.Found found, Checks checks)
            throws IOException {
        TrainingBatch batch = reference.batch();
        String training = reference.path() + "forward/losses";
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
