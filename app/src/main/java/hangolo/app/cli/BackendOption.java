package hangolo.app.cli;

import hangolo.app.config.Computing;
import picocli.CommandLine.Option;

/** {@code --backend} of commands without a run file. */
final class BackendOption {
    @Option(
            names = "--backend",
            paramLabel = "NAME",
            defaultValue = "auto",
            description = "auto, cpu, cuda or samediff; default auto.")
    private Computing.Backend backend;

    Computing.Backend choice() {
        return backend;
    }
}
