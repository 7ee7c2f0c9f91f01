package hangolo.models.data;

import java.util.OptionalInt;

/** Which clips are held out of training to evaluate with. */
public sealed interface EvaluationSplit {

    /** No clips are split off: only those that a source brings itself are evaluated. */
    record None() implements EvaluationSplit {}

    /**
     * From every source, and in it from every speaker, its share; at least one clip of each source where the size
     * allows it, and never the last clip to train with.
     *
     * @param size below 1 the fraction of all clips, from 1 on their number
     * @param seed which clips are drawn
     */
    record Stratified(double size, long seed) implements EvaluationSplit {
        /** Checks the size. */
        public Stratified {
            requireSize(size);
        }
    }

    /**
     * The clips that Coqui TTS would take, so that its figures can be compared: every source is shuffled with
     * {@code numpy.random.seed(0)} and cut (xtts-spec.md 4.1, {@code split_dataset}).
     *
     * @param size up to 1 the fraction of each source, above 1 the number of clips from each source
     * @param largest most clips from all sources together, if a fraction is asked for
     */
    record Coqui(double size, OptionalInt largest) implements EvaluationSplit {
        /** Checks the size. */
        public Coqui {
            requireSize(size);
        }
    }

    /** No clips are split off. */
    static EvaluationSplit none() {
        return new None();
    }

    /** See {@link Stratified}. */
    static EvaluationSplit stratified(double size, long seed) {
        return new Stratified(size, seed);
    }

    /** See {@link Coqui}, without a largest number. */
    static EvaluationSplit coqui(double size) {
        return new Coqui(size, OptionalInt.empty());
    }

    private static void requireSize(double size) {
        if (!(size > 0 && size <= 1e9)) {
            throw new IllegalArgumentException("the size of the evaluation split is " + size
                    + ", but must be a fraction such as 0.05 or a number of clips such as 16.");
        }
    }
}
