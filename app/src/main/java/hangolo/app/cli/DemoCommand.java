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
            "Does the whole job on a voice that comes with the program: checks, prepares, trains phase 2 on the processor,",
            "speaks test sentences, stops or finishes by rule, decides, writes report.html. Takes up to 3 minutes."
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
                    "Instead: make the shipped demo model anew in this folder (some minutes; see CONTRIBUTING.md).")
    private Optional<Path> make;

    @Override
    public Integer call() throws IOException {
        NativeMemory.allow();
        try (Console screen = new Console()) {
            if (make.isPresent()) {
                new DemoMaker(make.get(), out, screen.context(), screen.display()::line).make();
                return ExitCode.OK;
            }
            PhaseOutcome outcome = new DemoRun(out).run(screen.context(DemoRun.recognizer()));
            OutcomeText.print(out(), outcome);
            return outcome.complete() ? ExitCode.OK : ExitCode.FAILED;
        }
    }
}
