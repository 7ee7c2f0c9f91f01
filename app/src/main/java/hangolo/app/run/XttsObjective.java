package hangolo.app.run;

import hangolo.engine.Ops;
import hangolo.engine.train.Objective;
import hangolo.engine.train.StepLosses;
import hangolo.models.data.Batch;
import hangolo.models.xtts.TrainingGraph;
import java.util.List;

/** The losses of XTTS under the names that this package uses; Text CE is raw here. */
record XttsObjective(TrainingGraph graph) implements Objective<Batch> {

    static final String TEXT = "text";
    static final String MEL = "mel";

    /** What Coqui multiplies the text loss with, and the limits of the rules refer to. */
    static final double TEXT_WEIGHT = 0.01;

    @Override
    public StepLosses losses(Ops ops, Batch batch) {
        hangolo.models.xtts.XttsLosses losses = graph.losses(ops, batch.training());
        return new StepLosses(
                losses.total(),
                List.of(
                        new StepLosses.Part(
                                TEXT, losses.text(), batch.training().textTargets()),
                        new StepLosses.Part(MEL, losses.mel(), batch.training().melTargets())));
    }
}
