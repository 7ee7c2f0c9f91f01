package hangolo.app.cli;

import hangolo.app.config.RunFile;
import hangolo.app.config.RunLoader;
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

    RunFile load() throws IOException {
        return RunLoader.load(file);
    }
}
