package hangolo.models.data;

/** In which order an epoch visits the clips. */
public enum Sampling {
    /** Every clip once, in seeded random order. */
    EVERY_CLIP_ONCE,
    /**
     * As many draws as there are clips, with replacement: first a language, each equally likely, then one of its clips.
     * That is what Coqui TTS does (xtts-spec.md 4.2), with other random numbers.
     */
    COQUI
}
