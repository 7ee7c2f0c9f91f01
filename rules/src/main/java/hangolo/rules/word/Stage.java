package hangolo.rules.word;

/** When a checklist is filled in. */
public enum Stage implements Word {
    /** Before training. */
    BEFORE,
    /** While training. */
    DURING,
    /** After training. */
    AFTER
}
