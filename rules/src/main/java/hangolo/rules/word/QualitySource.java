package hangolo.rules.word;

/** Where the quality of a model comes from. */
public enum QualitySource implements Word {
    /** A person has listened. */
    LISTENER,
    /** Estimated from Mel CE. */
    ESTIMATED,
    /** There is no Mel CE either. */
    NOTHING
}
