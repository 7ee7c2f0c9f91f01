package hangolo.app.cli;

import hangolo.app.record.RunRecords;
import hangolo.app.record.ScoreFile;
import hangolo.app.report.Reports;
import hangolo.rules.RuleBase;
import hangolo.rules.facts.ListenerScores;
import hangolo.rules.judge.Decision;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code hangolo score}. */
@Command(
        name = "score",
        description = {
            "Keeps a listener's scores, each 0 to 10, in a run folder, decides anew, and writes report.html and progress.md again.",
            "A score that is not given keeps its earlier value."
        })
final class ScoreCommand extends BaseCommand {
    @Option(names = "--run", required = true, paramLabel = "DIR", description = "Run folder of a training.")
    private Path run;

    @Option(names = "--smoothness", paramLabel = "N", description = "No clicks, breaks or noise.")
    private Optional<Double> smoothness;

    @Option(names = "--naturalness", paramLabel = "N", description = "Sounds like a person.")
    private Optional<Double> naturalness;

    @Option(names = "--emotion", paramLabel = "N", description = "Carries the feeling of the text.")
    private Optional<Double> emotion;

    @Option(names = "--overall", paramLabel = "N", description = "The verdict; without it, the mean of the others.")
    private Optional<Double> overall;

    @Mixin
    private RulesOption rules;

    @Mixin
    private JsonOption json;

    @Override
    public Integer call() {
        check();
        RunRecords.read(run);
        Optional<RuleBase> edited = rules.edited();
        Optional<ListenerScores> earlier = ScoreFile.read(run);
        ListenerScores scores = new ListenerScores(
                merged(smoothness, earlier.map(ListenerScores::smoothness)),
                merged(naturalness, earlier.map(ListenerScores::naturalness)),
                merged(emotion, earlier.map(ListenerScores::emotion)),
                merged(overall, earlier.map(ListenerScores::overall)));
        ScoreFile.write(run, scores);
        Decision decision = edited.map(base -> Reports.refresh(run, base)).orElseGet(() -> Reports.refresh(run));
        if (json.wanted()) {
            Json.print(out(), decision.toMap());
        } else {
            DecisionText.print(out(), decision);
            out().println("Written: " + run.resolve(Reports.PAGE) + ", " + run.resolve(Reports.SHEET));
        }
        return ExitCode.OK;
    }

    private void check() {
        if (Stream.of(smoothness, naturalness, emotion, overall).allMatch(Optional::isEmpty)) {
            throw usageError("give at least one score, for example --overall 9");
        }
        smoothness.ifPresent(score -> checkScore("--smoothness", score));
        naturalness.ifPresent(score -> checkScore("--naturalness", score));
        emotion.ifPresent(score -> checkScore("--emotion", score));
        overall.ifPresent(score -> checkScore("--overall", score));
    }

    private static OptionalDouble merged(Optional<Double> given, Optional<OptionalDouble> earlier) {
        return given.map(OptionalDouble::of).orElseGet(() -> earlier.orElse(OptionalDouble.empty()));
    }
}
