package hangolo.app.cli;

import hangolo.app.report.Reports;
import hangolo.rules.RuleBase;
import hangolo.rules.facts.FinalFacts;
import hangolo.rules.facts.ListenerScores;
import hangolo.rules.judge.Decision;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code hangolo decide}. */
@Command(
        name = "decide",
        description = "Says which model to use and why, by the rules: for a finished run, or for two losses.")
final class DecideCommand extends BaseCommand {
    @ArgGroup(multiplicity = "1")
    private Subject subject;

    @Option(names = "--quality", paramLabel = "Q", description = "A listener's overall score, 0 to 10.")
    private Optional<Double> quality;

    @Mixin
    private RulesOption rules;

    @Mixin
    private JsonOption json;

    private static final class Subject {
        @Option(names = "--run", paramLabel = "DIR", description = "Run folder of a training.")
        private Path run;

        @ArgGroup(exclusive = false)
        private Losses losses;
    }

    private static final class Losses {
        @Option(
                names = "--mel-ce",
                required = true,
                paramLabel = "X",
                description = "Evaluation Mel CE of the best model, for example 2.4.")
        private double melCe;

        @Option(
                names = "--text-ce",
                required = true,
                paramLabel = "Y",
                description = "Its Text CE as logged, weighted with 0.01, for example 0.028.")
        private double textCe;
    }

    @Override
    public Integer call() {
        Optional<RuleBase> edited = rules.edited();
        Decision decision = subject.run == null ? ofLosses(edited) : ofRun(subject.run, edited);
        if (json.wanted()) {
            Json.print(out(), decision.toMap());
        } else {
            DecisionText.print(out(), decision);
        }
        return ExitCode.OK;
    }

    private Decision ofRun(Path run, Optional<RuleBase> edited) {
        if (quality.isPresent()) {
            throw usageError("--quality goes with --mel-ce; a run's scores are given with: hangolo score --run " + run);
        }
        return edited.map(base -> Reports.decide(run, base)).orElseGet(() -> Reports.decide(run));
    }

    private Decision ofLosses(Optional<RuleBase> edited) {
        Losses losses = subject.losses;
        if (!(losses.melCe >= 0 && losses.textCe >= 0 && losses.melCe + losses.textCe < Double.POSITIVE_INFINITY)) {
            throw usageError("--mel-ce and --text-ce must be numbers of at least 0");
        }
        FinalFacts facts = FinalFacts.of(losses.melCe, losses.textCe);
        quality.ifPresent(given -> checkScore("--quality", given));
        FinalFacts heard = quality.map(given -> facts.heardAs(ListenerScores.overall(given)))
                .orElse(facts);
        return edited.orElseGet(RuleBase::shipped).decide(heard);
    }
}
