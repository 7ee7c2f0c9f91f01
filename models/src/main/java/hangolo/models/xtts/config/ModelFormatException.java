package hangolo.models.xtts.config;

import java.io.IOException;

/** A model folder or weight file that cannot be used; the message says which tensor or field, and what was expected. */
public final class ModelFormatException extends IOException {

    private static final long serialVersionUID = 1L;

    /** With a message for people. */
    public ModelFormatException(String message) {
        super(message);
    }

    /** With a message for people and what led to it. */
    public ModelFormatException(String message, Throwable cause) {
        super(message, cause);
    }
}
