package hangolo.models.data;

/** Why a clip cannot be trained with. */
public enum RejectReason {
    /** There is no such file. */
    MISSING_FILE("file is missing", true),
    /** The file is not sound that can be read, or broken. */
    UNREADABLE_AUDIO("audio cannot be read", true),
    /** There is a file, but no sound in it. */
    EMPTY_AUDIO("audio is empty", true),
    /** Shorter than the least length. */
    TOO_SHORT("audio is too short", false),
    /** Longer than the longest length. */
    TOO_LONG("audio is too long", false),
    /** There is nothing to say. */
    EMPTY_TEXT("text is empty", false),
    /** More tokens than allowed. */
    TEXT_TOO_LONG("text is too long", false),
    /** The vocabulary lacks characters of the text. */
    UNKNOWN_CHARACTERS("text has unknown characters", false),
    /** The tokenizer refused the text, for example because of its language. */
    TEXT_REFUSED("text cannot be tokenized", false),
    /** Training with it would make its evaluation worthless. */
    ALSO_IN_EVALUATION("clip is listed for evaluation too", false);

    private final String words;
    private final boolean broken;

    RejectReason(String words, boolean broken) {
        this.words = words;
        this.broken = broken;
    }

    /** In words, lower case, without a full stop. */
    public String words() {
        return words;
    }

    /** Whether the data set is damaged, rather than the clip unsuited. See {@link DataSettings.BrokenClips}. */
    public boolean isBroken() {
        return broken;
    }
}
