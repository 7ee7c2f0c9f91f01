package hangolo.app.cli;

import hangolo.app.config.RunConfig.BackendChoice;
import picocli.CommandLine.Option;

/** {@code --backend} of commands that speak without a run file. */
final class BackendOption {
    @Option(
            names = "--backend",
            paramLabel = "NAME",
            defaultValue = "auto",
            description = "auto, cpu, cuda or samediff; default auto.")
    private BackendChoice choice;

    BackendChoice choice() {
        return choice;
    }
}
