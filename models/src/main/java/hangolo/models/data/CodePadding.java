package hangolo.models.data;

/** What the DVAE hears behind the end of a clip. A code hears 27 mel frames to each side, so it decides the last seven codes. */
public enum CodePadding {
    /** Nothing: every clip is encoded alone, once, and the codes are kept on disk. */
    NONE,
    /**
     * Silence up to the end of the longest clip of the batch, as in Coqui TTS (xtts-spec.md 5): the codes depend on the company a clip
     * is in.
     */
    BATCH
}
