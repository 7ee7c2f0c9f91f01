package hangolo.app.cli;

import hangolo.app.demo.DemoMaker;
import hangolo.app.demo.DemoRun;
import hangolo.app.run.PhaseOutcome;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code hangolo demo}. */
@Command(
        name = "demo",
        description = {
            "Runs everything on a voice that comes with the program: checks, prepares, trains phase 2 on the CPU,",
            "synthesizes test sentences, stops by rule, decides and writes report.html. Takes up to 3 minutes."
        })
final class DemoCommand extends BaseCommand {

    @Option(
            names = "--out",
            paramLabel = "DIR",
            defaultValue = "demo-run",
            description = "Folder for data, model and run; default: ${DEFAULT-VALUE}.")
    private Path out;

    @Option(
            names = "--make-model",
            paramLabel = "DIR",
            description =
                    "Instead, rebuild the built-in demo model in this folder (takes some minutes; see CONTRIBUTING.md).")
    private Optional<Path> make;

    @Override
    public Integer call() throws IOException {
        NativeMemory.allow();
        try (Console console = new Console()) {
            if (make.isPresent()) {
                new DemoMaker(make.get(), out, console.context(), console.display()::line).make();
                return ExitCode.OK;
            }
            PhaseOutcome outcome = new DemoRun(out).run(console.context(DemoRun.recognizer()));
            OutcomeText.print(out(), outcome);
            return outcome.complete() ? ExitCode.OK : ExitCode.FAILED;
        }
    }
}
