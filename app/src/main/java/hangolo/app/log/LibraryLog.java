package hangolo.app.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.LayoutBase;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import ch.qos.logback.core.spi.ContextAwareBase;
import ch.qos.logback.core.status.NopStatusListener;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;

/**
 * Configures the logs of libraries: warnings and errors only, and never on standard output, which belongs to the command. The
 * environment variable {@code HANGOLO_LOG=DEBUG} shows more. Code instead of a Logback file saves a third of a second at start.
 */
public final class LibraryLog extends ContextAwareBase implements Configurator {

    private final Optional<Level> wanted =
            Optional.ofNullable(System.getenv("HANGOLO_LOG")).map(Level::toLevel);

    @Override
    public ExecutionStatus configure(LoggerContext context) {
        context.getStatusManager().add(new NopStatusListener());
        Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.setLevel(wanted.orElse(Level.WARN));
        root.addAppender(standardError(context));
        // Drools warns about the folder names of rules. Rules that do not compile are reported by the program itself.
        context.getLogger("org.drools").setLevel(wanted.orElse(Level.OFF));
        // SameDiff warns about its own table of TensorFlow operations.
        context.getLogger("org.nd4j.imports").setLevel(wanted.orElse(Level.ERROR));
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }

    private static ConsoleAppender<ILoggingEvent> standardError(LoggerContext context) {
        Line line = new Line();
        line.setContext(context);
        line.start();
        LayoutWrappingEncoder<ILoggingEvent> encoder = new LayoutWrappingEncoder<>();
        encoder.setContext(context);
        encoder.setCharset(StandardCharsets.UTF_8);
        encoder.setLayout(line);
        encoder.start();
        ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
        appender.setContext(context);
        appender.setTarget("System.err");
        appender.setEncoder(encoder);
        appender.start();
        return appender;
    }

    /** Time, level, logger and message, followed by the stack trace of an exception. */
    private static final class Line extends LayoutBase<ILoggingEvent> {
        @Override
        public String doLayout(ILoggingEvent event) {
            LocalTime time = LocalTime.ofInstant(Instant.ofEpochMilli(event.getTimeStamp()), ZoneId.systemDefault())
                    .truncatedTo(ChronoUnit.SECONDS);
            String trace = Optional.ofNullable(event.getThrowableProxy())
                    .map(ThrowableProxyUtil::asString)
                    .orElse("");
            return String.format(
                    Locale.ROOT,
                    "%tT %-5s %s: %s%n%s",
                    time,
                    event.getLevel(),
                    event.getLoggerName(),
                    event.getFormattedMessage(),
                    trace);
        }
    }
}
