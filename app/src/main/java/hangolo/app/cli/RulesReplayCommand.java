package hangolo.app.cli;

import hangolo.app.replay.Recorded;
import hangolo.app.replay.Recordings;
import hangolo.rules.RuleBase;
import hangolo.rules.replay.Replay;
import hangolo.rules.replay.ReplayDifference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code hangolo rules replay}. */
@Command(
        name = "replay",
        description = {
            "Runs the rules over a recorded run and says when they would have stopped, which step was best, and what they decide.",
            "Reads run folders of this program, TensorBoard events and logs of Coqui's trainer."
        })
final class RulesReplayCommand extends BaseCommand {
    @Option(
            names = "--log",
            required = true,
            paramLabel = "FILE",
            description =
                    "Run folder, audit.jsonl, events.out.tfevents.*, trainer_0_log.txt, or a folder with one of these.")
    private Path log;

    @Option(
            names = "--phase",
            paramLabel = "N",
            description = "Phase of the record, if it does not say so itself; usually 2.")
    private Optional<Integer> phase;

    @Option(
            names = "--compare",
            paramLabel = "DIR2",
            description = "Folder with other rules: also shows what they change.")
    private Optional<Path> compare;

    @Mixin
    private RulesOption rules;

    @Mixin
    private JsonOption json;

    @Override
    public Integer call() throws IOException {
        if (phase.filter(number -> number < 1).isPresent()) {
            throw usageError("--phase must be 1 or more, but is " + phase.get());
        }
        Recorded recorded = Recordings.read(log, phase);
        RuleBase base = rules.edited().orElseGet(() -> ofRun(recorded));
        Replay replay = Replay.of(base, recorded.recording());
        Optional<RuleBase> other = compare.map(RuleBase::from);
        Optional<Replay> compared = other.map(edited -> Replay.of(edited, recorded.recording()));
        Optional<ReplayDifference> difference = compared.map(after -> ReplayDifference.between(replay, after));
        if (json.wanted()) {
            Json.print(out(), document(recorded, base, replay, compared, difference));
        } else {
            ReplayText text = new ReplayText(out());
            text.head(recorded, base);
            text.outcome(replay);
            difference.ifPresent(changes -> text.difference(changes, other.orElseThrow()));
        }
        return ExitCode.OK;
    }

    private static RuleBase ofRun(Recorded recorded) {
        return recorded.rulesFolder()
                .filter(Files::isDirectory)
                .map(RuleBase::from)
                .orElseGet(RuleBase::shipped);
    }

    private static Map<String, Object> document(
            Recorded recorded,
            RuleBase base,
            Replay replay,
            Optional<Replay> compared,
            Optional<ReplayDifference> difference) {
        Map<String, Object> document = new LinkedHashMap<>(replay.toMap());
        document.put("rules", base.hash());
        document.put("log", recorded.toMap());
        compared.ifPresent(after -> {
            document.put("compared", after.toMap());
            document.put("difference", difference.orElseThrow().toMap());
        });
        return document;
    }
}
