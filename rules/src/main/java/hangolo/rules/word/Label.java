package hangolo.rules.word;

/** How good a phase was. */
public enum Label implements Word {
    /** Far better than before. */
    EXCELLENT,
    /** Better. */
    IMPROVED,
    /** Hardly better. */
    MARGINAL_GAIN,
    /** Not better. */
    NO_IMPROVEMENT
}
