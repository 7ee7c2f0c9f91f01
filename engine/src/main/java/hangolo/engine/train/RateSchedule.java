package hangolo.engine.train;

import java.util.List;

/**
 * The learning rate over time, as PyTorch's {@code MultiStepLR}: multiplied by {@code gamma} at each milestone
 * (xtts-spec.md 7.6).
 *
 * @param base learning rate before the first milestone
 * @param milestones in ascending order; a milestone applies from its own step or epoch on
 * @param gamma factor at a milestone
 * @param unit what the milestones count
 */
public record RateSchedule(double base, List<Integer> milestones, double gamma, Unit unit) {

    /** What milestones count, both from the start of training and not reset by a resume. */
    public enum Unit {
        /** Training steps (batches). */
        STEPS,
        /** Epochs, as Coqui's trainer does unless told otherwise. */
        EPOCHS
    }

    /** Checks that the rate is usable. */
    public RateSchedule {
        if (!(base > 0) || !Double.isFinite(base)) {
            throw new IllegalArgumentException("the learning rate must be above 0, found " + base);
        }
        milestones = List.copyOf(milestones);
    }

    /** A constant rate. */
    public static RateSchedule constant(double rate) {
        return new RateSchedule(rate, List.of(), 1, Unit.EPOCHS);
    }

    /** The rate that a state's next update uses, a rule's factor included. */
    public double rate(TrainState state) {
        long now = unit == Unit.STEPS ? state.step() : state.epoch();
        long passed = milestones.stream().filter(milestone -> milestone <= now).count();
        return base * Math.pow(gamma, passed) * state.rateFactor();
    }
}
