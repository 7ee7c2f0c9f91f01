package hangolo.app.preflight;

/**
 * One thing that was checked.
 *
 * @param name short name, stable, for example {@code disk}
 * @param state how it stands
 * @param required whether training cannot start without it
 * @param finding what was found
 * @param advice what to do; empty if nothing needs to be done
 */
public record Check(String name, State state, boolean required, String finding, String advice) {
    /** How a check came out. */
    public enum State {
        /** As it should be. */
        OK,
        /** Not as it should be. */
        FAILED,
        /** It could not be found out. */
        UNKNOWN,
        /** Nothing to check, but worth knowing. */
        NOTE
    }

    static Check ok(String name, String finding) {
        return new Check(name, State.OK, true, finding, "");
    }

    static Check failed(String name, String finding, String advice) {
        return new Check(name, State.FAILED, true, finding, advice);
    }

    static Check weak(String name, String finding, String advice) {
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
