package hangolo.app.cli;

import hangolo.engine.MemoryMode;
import hangolo.engine.select.ComputeConfig;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code --backend} and {@code --precision} of commands that speak without a run file. */
final class ComputingOptions {
    @Mixin
    private BackendOption backend;

    @Option(
            names = "--precision",
            paramLabel = "NAME",
            defaultValue = "auto",
            description =
                    "auto, bf16, fp32, or tf32 on NVIDIA cards; default auto: bf16 where the machine computes it faster.")
    private ComputeConfig.Precision precision;

    ComputeConfig choice() {
        return new ComputeConfig(backend.choice(), precision, MemoryMode.NORMAL);
    }
}
