package hangolo.engine.train;

import hangolo.engine.Backend;
import hangolo.engine.Pass;
import java.util.ArrayList;
import java.util.List;

/**
 * The losses on a set of batches, without dropout and gradients.
 *
 * @param batches the losses of each batch, in order
 */
public record Evaluation(List<LossValues> batches) {

    /** Copies the list. */
    public Evaluation {
        batches = List.copyOf(batches);
    }

    /** Runs the objective on every batch of epoch 0. */
    public static <B> Evaluation of(Backend backend, Objective<B> objective, BatchSource<B> source) {
        List<LossValues> losses = new ArrayList<>();
        for (int i = 0; i < source.count(0); i++) {
            B batch = source.batch(0, i);
            try (Pass pass = backend.inference()) {
                losses.add(LossValues.read(pass, objective.losses(pass, batch)));
            }
        }
        return new Evaluation(losses);
    }

    /** The mean over all targets of all batches: every target weighs the same, whatever batch it is in. */
    public double perTarget(String name) {
        double sum = 0;
        long rows = 0;
        for (LossValues losses : batches) {
            LossValue part = losses.part(name);
            sum += part.value() * part.rows();
            rows += part.rows();
        }
        return sum / rows;
    }
}
