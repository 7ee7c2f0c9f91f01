package hangolo.app.cli;

import hangolo.app.config.ConfigFile;
import hangolo.app.config.ConfigLoader;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The option {@code --config}. */
final class ConfigOption {
    @Option(
            names = {"-c", "--config"},
            required = true,
            paramLabel = "FILE",
            description = "The run file, for example phase2.yaml.")
    private Path file;

    Path file() {
        return file;
    }

    ConfigFile load() throws IOException {
        return ConfigLoader.load(file);
    }
}
