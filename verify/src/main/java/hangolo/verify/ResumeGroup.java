package hangolo.verify;

import hangolo.models.weights.checkpoint.CheckpointFile;
import hangolo.models.weights.checkpoint.OptimizerState;
import hangolo.models.weights.checkpoint.TrainingCheckpoint;
import hangolo.models.xtts.XttsModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalDouble;

/** Takes over a checkpoint of Coqui's trainer as {@code hangolo train} does, and trains on. */
final class ResumeGroup implements Group {

    @Override
    public String name() {
        return "resume";
    }

    @Override
    public boolean owns(String array) {
        return array.startsWith("train/resume/");
    }

    @Override
    public OptionalDouble rounding(String array) {
        return OptionalDouble.of(0.01);
    }

    @Override
    public void check(GroupContext context, Checks checks) throws IOException {
        for (String name : context.folder().names("train/resume/")) {
            checks.floats(name, () -> losses(context, context.folder().array(name)));
        }
    }

    private static float[] losses(GroupContext context, ReferenceArray array) throws IOException {
        int steps = array.values().shape()[0];
        ReferenceBatch reference = new ReferenceBatch(context, ReferenceBatch.TRUE);
        Path checkpoint = checkpoint(context.folder(), array);
        float[] losses = new float[3 * steps];
        XttsModel model = context.trainable(Optional.of(checkpoint));
        try (ReferenceStep step = ReferenceStep.of(reference, model);
                CheckpointFile file = CheckpointFile.read(checkpoint)) {
            OptimizerState optimizer =
                    file.optimizer().orElseThrow(() -> new ReferenceException(checkpoint, "holds no optimizer state"));
            long updates = TrainingCheckpoint.restore(optimizer, model.parameters());
            AdamWSettings settings = AdamWSettings.of(optimizer);
            for (int i = 0; i < steps; i++) {
                float[] found = step.gradients().weighted(step.graph().settings());
                System.arraycopy(found, 0, losses, 3 * i, 3);
                model.parameters().update(settings.adamW(), updates + i + 1, settings.rate());
            }
        }
        return losses;
    }

    /** The checkpoint that the manifest names among the inputs. */
    private static Path checkpoint(ReferenceFolder folder, ReferenceArray array) throws ReferenceException {
        for (String input : array.inputs()) {
            if (input.endsWith(".pth")) {
                return folder.path(input);
            }
        }
        throw new ReferenceException(array.name(), "the manifest names no checkpoint among its inputs");
    }
}
