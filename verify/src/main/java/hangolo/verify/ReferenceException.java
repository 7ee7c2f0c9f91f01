package hangolo.verify;

import java.io.IOException;
import java.nio.file.Path;

/** A folder of reference data lacks something or says something that cannot be understood. The message is for people. */
public final class ReferenceException extends IOException {
    private static final long serialVersionUID = 1L;

    ReferenceException(String where, String what) {
        super(where + ": " + what);
    }

    ReferenceException(Path file, String what) {
        this(file.toString(), what);
    }
}
