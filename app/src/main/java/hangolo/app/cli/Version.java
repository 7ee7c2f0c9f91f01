package hangolo.app.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** The program's version, as the build wrote it into {@code version.properties}. */
public final class Version implements IVersionProvider {
    /** @return for example {@code 0.2.0} */
    public static String number() {
        try (InputStream in = Version.class.getResourceAsStream("/hangolo/app/version.properties")) {
            Properties properties = new Properties();
            properties.load(in);
            return properties.getProperty("version");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String[] getVersion() {
        return new String[] {"hangolo " + number()};
    }
}
