package hangolo.rules.facts;

import java.util.Objects;
import java.util.OptionalDouble;

/**
 * The losses of one evaluation during training.
 *
 * @param phase the phase of the chain, 1 or more
 * @param step global training step, never counted from 0 again by a resume
 * @param epoch epoch of the phase, from 0
 * @param melCe cross entropy of the audio codes on the evaluation clips, in nats, unweighted
 * @param textCeWeighted text cross entropy as Coqui's trainer logs it: 0.01 x the raw one. All limits are on this one
 * @param textCeRaw text cross entropy in nats, only shown
 * @param trainMelCe mean of the audio-code cross entropy over the training steps since the last evaluation, in nats
 */
public record EvaluationPoint(
        int phase,
        long step,
        int epoch,
        OptionalDouble melCe,
        OptionalDouble textCeWeighted,
        OptionalDouble textCeRaw,
        OptionalDouble trainMelCe) {

    /** Checks the counters; the losses may be missing or not finite. */
    public EvaluationPoint {
        Objects.requireNonNull(melCe, "melCe");
        Objects.requireNonNull(textCeWeighted, "textCeWeighted");
        Objects.requireNonNull(textCeRaw, "textCeRaw");
        Objects.requireNonNull(trainMelCe, "trainMelCe");
        if (phase < 1 || step < 0 || epoch < 0) {
            throw new IllegalArgumentException(
                    "An evaluation needs a phase of at least 1 and a step and epoch of at least 0, but got phase "
                            + phase + ", step " + step + ", epoch " + epoch + ".");
        }
    }

    /** A point with both evaluation losses and nothing else. */
    public static EvaluationPoint of(int phase, long step, int epoch, double melCe, double textCeWeighted) {
        return new EvaluationPoint(
                phase,
                step,
                epoch,
                OptionalDouble.of(melCe),
                OptionalDouble.of(textCeWeighted),
                OptionalDouble.empty(),
                OptionalDouble.empty());
    }

    /** The same point with the training loss of the audio codes. */
    public EvaluationPoint withTrainMelCe(double value) {
        return new EvaluationPoint(phase, step, epoch, melCe, textCeWeighted, textCeRaw, OptionalDouble.of(value));
    }

    /** The same point with the raw text cross entropy. */
    public EvaluationPoint withTextCeRaw(double value) {
        return new EvaluationPoint(phase, step, epoch, melCe, textCeWeighted, OptionalDouble.of(value), trainMelCe);
    }

    /** False if any loss was measured and came out NaN or infinite. A loss that was not measured does not count. */
    public boolean finite() {
        return finite(melCe) && finite(textCeWeighted) && finite(textCeRaw) && finite(trainMelCe);
    }

    private static boolean finite(OptionalDouble value) {
        return value.isEmpty() || Double.isFinite(value.getAsDouble());
    }
}
