package hangolo.app.cli;

import java.io.Serial;

/** A command cannot be carried out; the message says what is wrong and what to do. */
final class UserError extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    UserError(String message) {
        super(message);
    }
}
