package hangolo.app.cli;

import hangolo.models.weights.checkpoint.Export;
import java.nio.file.Path;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code hangolo export}. */
@Command(
        name = "export",
        description = {
            "Makes an inference file of a checkpoint: weights only, trainer prefixes removed, values bit for bit.",
            "The name decides the format: .pth or .safetensors."
        })
final class ExportCommand extends BaseCommand {
    @Option(names = "--checkpoint", required = true, paramLabel = "FILE", description = "Any weight file of XTTS.")
    private Path checkpoint;

    @Option(names = "--out", required = true, paramLabel = "FILE", description = "The new file.")
    private Path out;

    @Override
    public Integer call() {
        Export.Result result = Export.weights(checkpoint, out);
        out().printf(
                        Locale.ROOT,
                        "%s: %d tensors, %,d bytes; %d tensors of the checkpoint are not needed for speaking%n",
                        result.file(),
                        result.tensors(),
                        result.bytes(),
                        result.dropped());
        return ExitCode.OK;
    }
}
