package hangolo.rules.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import hangolo.rules.Checklist;
import hangolo.rules.RuleBase;
import hangolo.rules.facts.MachineState;
import hangolo.rules.facts.RunProgress;
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
    public void run(RuleBase rules, AnswerDiff outcome) {
        Given facts = new Given(given, file + ": " + name);
        String stage = facts.raw("stage").asText("before");
        MachineState machine = facts.machine();
        RunProgress run = facts.run();
        facts.done();
        Checklist checklist = switch (stage) {
            case "before" -> rules.preflight(machine);
            case "during" -> rules.during(machine, run);
            default -> rules.after(run);
        };
        outcome.fired(checklist.fired());
        Map<String, String> states = checklist.items().stream()
                .collect(Collectors.toMap(
                        Checklist.Item::rule, item -> item.state().word()));
        expect.properties().forEach(entry -> {
            if (entry.getKey().equals("passed")) {
                outcome.compare("passed", entry.getValue(), checklist.passed());
            } else {
                outcome.compare("'" + entry.getKey() + "'", entry.getValue(), states.get(entry.getKey()));
            }
        });
    }
}
