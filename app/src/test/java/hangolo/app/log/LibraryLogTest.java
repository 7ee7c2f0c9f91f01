package hangolo.app.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class LibraryLogTest {

    @Test
    void warningsGoToStandardErrorInOneLineAndDroolsIsSilent() {
        PrintStream before = System.err;
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        LoggerContext context = new LoggerContext();
        context.setMDCAdapter(new LogbackMDCAdapter());
        try {
            System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
            new LibraryLog().configure(context);
            context.getLogger("some.library").info("not heard");
            context.getLogger("some.library").warn("őrült {}", "dolog", new IllegalStateException("cause"));
            context.getLogger("org.drools.x").error("not heard");
        } finally {
            System.setErr(before);
            context.stop();
        }
        String text = err.toString(StandardCharsets.UTF_8);
        String first = text.lines().findFirst().orElse("");
        assertTrue(first.matches("\\d\\d:\\d\\d:\\d\\d WARN  some\\.library: őrült dolog"), text);
        assertTrue(text.contains("IllegalStateException: cause"), text);
        assertFalse(text.contains("not heard"), text);
    }

    @Test
    void logbackFindsIt() {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        assertEquals("OFF", context.getLogger("org.drools").getLevel().toString());
    }
}
