package hangolo.engine;

import java.io.OutputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** SameDiff prints a line for every operation that it differentiates; nobody reads them. */
public final class QuietSameDiff implements BeforeAllCallback, AfterAllCallback {

    private PrintStream out = System.out;

    @Override
    public void beforeAll(ExtensionContext context) {
        out = System.out;
        System.setOut(new PrintStream(OutputStream.nullOutputStream()));
    }

    @Override
    public void afterAll(ExtensionContext context) {
        System.setOut(out);
    }
}
