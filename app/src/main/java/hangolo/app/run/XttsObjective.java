package hangolo.app.run;

import hangolo.engine.Ops;
import hangolo.engine.train.Objective;
import hangolo.engine.train.StepLosses;
import hangolo.models.data.Batch;
import hangolo.models.xtts.training.TrainingGraph;
import hangolo.models.xtts.training.XttsLosses;
import java.util.List;

/** The losses of XTTS by name; Text CE is raw, not weighted. */
record XttsObjective(TrainingGraph graph) implements Objective<Batch> {

    static final String TEXT = "text";
    static final String MEL = "mel";

    /** The weight of the text loss in Coqui's trainer; the limits of the rules apply to the weighted loss. */
    static final double TEXT_WEIGHT = 0.01;

    @Override
    public StepLosses losses(Ops ops, Batch batch) {
        XttsLosses losses = graph.losses(ops, batch.training());
        return new StepLosses(
                losses.total(),
                List.of(
                        new StepLosses.Part(
                                TEXT, losses.text(), batch.training().textTargets()),
                        new StepLosses.Part(MEL, losses.mel(), batch.training().melTargets())));
    }
}
