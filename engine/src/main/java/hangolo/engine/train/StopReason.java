package hangolo.engine.train;

/**
 * Why a training ended.
 *
 * @param kind the kind
 * @param text one sentence for the user
 */
public record StopReason(Kind kind, String text) {

    /** The kinds of ends. */
    public enum Kind {
        /** All steps or epochs are trained. */
        COMPLETE,
        /** A rule stopped it. */
        RULE,
        /** Loss or gradient was not finite too often. */
        NOT_FINITE,
        /** The user interrupted it. */
        INTERRUPTED
    }
}
