package hangolo.rules.word;

/** What speaks for the audio of a model. */
public enum Evidence implements Word {
    /** A person has listened. */
    LISTENER,
    /** The audio rules find it as good as at the start. */
    AUDIO_FINE,
    /** The audio rules find it worse than at the start. */
    AUDIO_DEGRADED,
    /** Samples exist, but nobody and nothing has judged them. */
    UNJUDGED,
    /** There are no samples. */
    NO_SAMPLES
}
