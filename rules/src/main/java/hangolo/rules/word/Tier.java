package hangolo.rules.word;

/** How far a model has come; the tables say what each needs. */
public enum Tier implements Word {
    /** Not even the minimum. */
    NONE,
    /** Good enough to be an improvement. */
    MINIMUM,
    /** What the phase was started for. */
    TARGET,
    /** Better than asked for. */
    EXCEPTIONAL;

    /** The tier of a word. */
    public static Tier of(String word) {
        return Word.parse(Tier.class, word);
    }
}
