package hangolo.verify;

import hangolo.engine.Pass;
import hangolo.models.xtts.XttsModel;
import hangolo.models.xtts.training.TrainingBatch;
import hangolo.models.xtts.training.TrainingGraph;
import hangolo.models.xtts.training.XttsLosses;
import java.io.IOException;

/**
 * Training steps on one batch, as Coqui TTS took them: always with the same batch and without dropout. Owns its model.
 *
 * @param model fresh from a file
 * @param graph of a batch
 * @param batch always the same
 */
record ReferenceStep(XttsModel model, TrainingGraph graph, TrainingBatch batch) implements AutoCloseable {

    static ReferenceStep of(ReferenceBatch reference, XttsModel model) throws IOException {
        return new ReferenceStep(model, reference.graph(model), reference.batch());
    }

    /** The losses of a step: raw cross entropies, and the total that is differentiated. */
    record Found(double text, double mel, double total) {

        static Found of(Pass pass, XttsLosses losses) {
            return new Found(pass.value(losses.text()), pass.value(losses.mel()), pass.value(losses.total()));
        }

        /** [weighted text, weighted mel, total]. */
        float[] weighted(TrainingGraph.Settings settings) {
            return new float[] {
                (float) (settings.textWeight() * text), (float) (settings.melWeight() * mel), (float) total
            };
        }
    }

    /** Computes the gradients anew. */
    Found gradients() {
        model.parameters().zeroGradients();
        return accumulate(1);
    }

    /** Adds to the gradients. */
    Found accumulate(float scale) {
        try (Pass pass = model.backend().training(1, 1)) {
            XttsLosses losses = graph.losses(pass, batch);
            pass.backward(losses.total(), scale);
            return Found.of(pass, losses);
        }
    }

    @Override
    public void close() {
        model.close();
    }
}
