package hangolo.rules.view;

import hangolo.rules.word.Evidence;

/**
 * A model whose tier is asked for (tiers.csv).
 *
 * @param melCe Mel CE
 * @param melCeKnown whether there is one
 * @param textCe weighted text CE
 * @param textCeKnown whether there is one
 * @param evidence what speaks for its audio: an {@link Evidence}
 * @param quality the listener's quality out of 10; unknown if nobody listened
 * @param tracksTraining false if the evaluation loss rose while the training loss fell
 */
public record Candidate(
        @FactInfo(title = "Mel CE", from = 0) Double melCe,
        @FactInfo(title = "Mel CE known") boolean melCeKnown,
        @FactInfo(title = "Text CE", from = 0) Double textCe,
        @FactInfo(title = "Text CE known") boolean textCeKnown,

        @FactInfo(title = "Evidence", words = Evidence.class)
        String evidence,

        @FactInfo(title = "Quality", from = 0, to = 10, step = 0.1)
        Double quality,

        @FactInfo(title = "Tracks training") boolean tracksTraining) {

    /** Derives what is known. */
    public static Candidate of(Double melCe, Double textCe, String evidence, Double quality, boolean tracksTraining) {
        return new Candidate(melCe, melCe != null, textCe, textCe != null, evidence, quality, tracksTraining);
    }
}
