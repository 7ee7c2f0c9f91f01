package hangolo.app.cli;

import java.io.Serial;

/** A command cannot be carried out; the message says what is wrong and what to do. */
final class Refusal extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    Refusal(String message) {
        super(message);
    }
}
