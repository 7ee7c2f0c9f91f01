package hangolo.models.text;

import java.io.IOException;

/** A {@code vocab.json} that is damaged or of another kind than XTTS uses; the message names the file and the fault. */
public final class VocabularyException extends IOException {
    private static final long serialVersionUID = 1L;

    VocabularyException(String source, String fault) {
        super(source + ": " + fault);
    }

    VocabularyException(String source, String fault, Throwable cause) {
        super(source + ": " + fault, cause);
    }
}
