package hangolo.models.data;

import java.io.IOException;

/** The data set cannot be used as it is. The message says where, what was found, and what to do. */
public final class DataException extends IOException {

    private static final long serialVersionUID = 1L;

    /** An error in words for the user. */
    public DataException(String message) {
        super(message);
    }

    /** An error in words for the user, with what caused it. */
    public DataException(String message, Throwable cause) {
        super(message, cause);
    }
}
