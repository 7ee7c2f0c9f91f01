package hangolo.app.cli;

import hangolo.rules.RuleBase;
import hangolo.rules.scenario.ScenarioFailure;
import hangolo.rules.scenario.Scenarios;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code hangolo rules test}. */
@Command(
        name = "test",
        description = {
            "Runs the scenarios of a rule folder (tests/*.yaml): facts in, expected conclusions out.",
            "Says of every failure what was expected, what was found and which rules fired; then the exit code is 1."
        })
final class RulesTestCommand extends BaseCommand {
    @Parameters(
            arity = "0..1",
            paramLabel = "DIR",
            description = "Folder with edited rules; without it, the rules in the program.")
    private Optional<Path> folder;

    @Mixin
    private JsonOption json;

    @Override
    public Integer call() {
        RuleBase rules = folder.map(RuleBase::from).orElseGet(RuleBase::shipped);
        Scenarios scenarios = folder.map(Scenarios::in).orElseGet(Scenarios::shipped);
        List<ScenarioFailure> failures = scenarios.run(rules);
        if (json.wanted()) {
            Map<String, Object> document = new LinkedHashMap<>();
            document.put("passed", failures.isEmpty());
            document.put("rules", rules.hash());
            document.put("scenarios", scenarios.size());
            document.put(
                    "failures", failures.stream().map(ScenarioFailure::toMap).toList());
            Json.print(out(), document);
        } else {
            print(scenarios.size(), failures);
        }
        return failures.isEmpty() ? ExitCode.OK : ExitCode.FAILED;
    }

    private void print(int all, List<ScenarioFailure> failures) {
        for (ScenarioFailure failure : failures) {
            out().println("FAILED: " + failure.file() + ": " + failure.scenario());
            failure.differences().forEach(difference -> out().println("    " + difference));
            if (!failure.fired().isEmpty()) {
                out().println("    fired: " + String.join(", ", failure.fired()));
            }
        }
        out().println(all + " scenarios, " + (failures.isEmpty() ? "all" : all - failures.size()) + " as expected"
                + (failures.isEmpty() ? "." : ", " + failures.size() + " failed."));
        out().flush();
    }
}
