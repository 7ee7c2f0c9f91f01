package hangolo.app.cli;

import hangolo.engine.select.ComputeConfig;
import picocli.CommandLine.Option;

/** {@code --backend} of commands without a run file. */
final class BackendOption {
    @Option(
            names = "--backend",
            paramLabel = "NAME",
            defaultValue = "auto",
            description = "auto, cpu, cuda or samediff; default auto.")
    private ComputeConfig.Backend backend;

    ComputeConfig.Backend choice() {
        return backend;
    }
}
