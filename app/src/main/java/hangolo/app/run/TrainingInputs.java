package hangolo.app.run;

import hangolo.engine.train.Evaluation;
import hangolo.models.data.TrainingData;
import hangolo.models.xtts.XttsModel;
import hangolo.models.xtts.training.TrainingGraph;

/**
 * What a training step needs.
 *
 * @param model with the weights that are trained
 * @param data the clips
 * @param batches of these clips
 */
record TrainingInputs(XttsModel model, TrainingData data, XttsBatches batches) {

    /**
     * The training objective.
     *
     * @param coquiPromptMask whether to reproduce the prompt mask of Coqui's trainer (xtts-spec.md 6.5)
     */
    XttsObjective objective(boolean coquiPromptMask) {
        boolean mask = coquiPromptMask && model.config().gpt().maskPrompt();
        return new XttsObjective(
                new TrainingGraph(model.gpt(), TrainingGraph.Settings.TRAINING.withCoquiPromptMask(mask)));
    }

    /** The losses of all evaluation clips. */
    Evaluation evaluate() {
        return Evaluation.of(
                model.backend(),
                new XttsObjective(new TrainingGraph(model.gpt(), TrainingGraph.Settings.EVALUATION)),
                batches.evaluation());
    }
}
