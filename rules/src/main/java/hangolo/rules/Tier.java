package hangolo.rules;

import java.util.Locale;

/** How far a model has come; the tables say what each needs. */
public enum Tier {
    /** Not even the minimum. */
    NONE,
    /** Good enough to be an improvement. */
    MINIMUM,
    /** What the phase was started for. */
    TARGET,
    /** Better than asked for. */
    EXCEPTIONAL;

    /** The word used in tables and JSON. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The tier of a word. */
    public static Tier of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}
