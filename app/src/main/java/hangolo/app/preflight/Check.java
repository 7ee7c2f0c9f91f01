package hangolo.app.preflight;

/**
 * The result of one check.
 *
 * @param name short name, stable, for example {@code disk}
 * @param state the outcome
 * @param required whether training cannot start if the check fails
 * @param finding what was found
 * @param advice what to do; empty if nothing is wrong
 */
public record Check(String name, State state, boolean required, String finding, String advice) {
    /** The outcome of a check. */
    public enum State {
        /** Passed. */
        OK,
        /** Failed. */
        FAILED,
        /** Could not be determined. */
        UNKNOWN,
        /** Information only. */
        NOTE
    }

    static Check ok(String name, String finding) {
        return new Check(name, State.OK, true, finding, "");
    }

    static Check failed(String name, String finding, String advice) {
        return new Check(name, State.FAILED, true, finding, advice);
    }

    static Check warning(String name, String finding, String advice) {
        return new Check(name, State.FAILED, false, finding, advice);
    }

    static Check unknown(String name, String finding) {
        return new Check(name, State.UNKNOWN, false, finding, "");
    }

    static Check note(String name, String finding) {
        return new Check(name, State.NOTE, false, finding, "");
    }

    /** @return whether training must not start */
    public boolean stops() {
        return required && state == State.FAILED;
    }
}
