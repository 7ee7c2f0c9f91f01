package hangolo.rules.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import hangolo.rules.RuleBase;
import hangolo.rules.facts.MachineState;
import hangolo.rules.facts.RunProgress;
import hangolo.rules.judge.Checklist;
import hangolo.rules.word.Stage;
import hangolo.rules.word.Word;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A checklist.
 *
 * @param file where it stands
 * @param name what it is about
 * @param given the stage and what is known
 * @param expect states by rule, and whether the list {@code passed}
 */
record ChecklistScenario(String file, String name, JsonNode given, JsonNode expect) implements Scenario {

    @Override
    public void run(RuleBase rules, AnswerDiff diff) {
        Given facts = new Given(given, file + ": " + name);
        Stage stage = Word.parse(Stage.class, facts.raw("stage").asText(Stage.BEFORE.word()));
        MachineState machine = facts.machine();
        RunProgress run = facts.run();
        facts.done();
        Checklist checklist = switch (stage) {
            case BEFORE -> rules.preflight(machine);
            case DURING -> rules.during(machine, run);
            case AFTER -> rules.after(run);
        };
        diff.fired(checklist.fired());
        Map<String, String> states = checklist.items().stream()
                .collect(Collectors.toMap(
                        Checklist.Item::rule, item -> item.state().word()));
        expect.properties().forEach(entry -> {
            if (entry.getKey().equals("passed")) {
                diff.compare("passed", entry.getValue(), checklist.passed());
            } else {
                diff.compare("'" + entry.getKey() + "'", entry.getValue(), states.get(entry.getKey()));
            }
        });
    }
}
