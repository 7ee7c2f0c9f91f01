package hangolo.engine.train;

/**
 * Why a training ended.
 *
 * @param reason the kind
 * @param text one sentence for people
 */
public record StopReason(Reason reason, String text) {

    /** Kinds of ends. */
    public enum Reason {
        /** All steps or epochs were trained. */
        COMPLETE,
        /** A rule ended it. */
        RULE,
        /** Loss or gradient were not finite too often. */
        NOT_FINITE,
        /** The user asked for it. */
        INTERRUPTED
    }
}
