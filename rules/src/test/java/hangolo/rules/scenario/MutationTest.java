package hangolo.rules.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hangolo.rules.RuleBase;
import hangolo.rules.table.RuleBaseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Every change to a threshold or word of the shipped rules makes a shipped scenario fail. A build tries a fixed sample; with
 * {@code -Dhangolo.mutants=all} all are tried, which takes some minutes.
 */
class MutationTest {
    private static final int SAMPLE = 48;
    private static final Map<String, String> LIKELY = Map.of(
            "limits.csv", "stops.yaml",
            "stop.drl", "stops.yaml",
            "tiers.csv", "tiers.yaml",
            "audio.csv", "audio.yaml",
            "training.csv", "warnings.yaml",
            "checklist.csv", "checklists.yaml");

    @Test
    void everyChangeIsNoticed() {
        Mutants mutants = new Mutants();
        boolean all = System.getProperty("hangolo.mutants", "").equals("all");
        int every = all ? 1 : Math.max(1, mutants.all().size() / SAMPLE);
        List<String> unnoticed = new ArrayList<>();
        int tried = 0;
        int refused = 0;
        for (int i = 0; i < mutants.all().size(); i += every) {
            Mutants.Mutant mutant = mutants.all().get(i);
            tried++;
            try {
                RuleBase rules = RuleBase.of(mutant.files());
                if (!Scenarios.shippedFirst(LIKELY.getOrDefault(mutant.file(), "decisions.yaml"))
                        .anyFails(rules)) {
                    unnoticed.add(mutant.what());
                }
            } catch (RuleBaseException e) {
                refused++;
            }
        }
        System.out.println(
                "Mutants of the rules: " + tried + " of " + mutants.all().size() + " tried, "
                        + (tried - unnoticed.size()) + " noticed (" + refused + " of them refused by the compiler), "
                        + mutants.equal() + " left out because they provably say the same."
                        + (all ? "" : " All of them: ./mvnw -pl rules -Dtest=MutationTest -Dhangolo.mutants=all test"));
        assertTrue(tried >= 40, tried + " mutants were tried");
        assertEquals(List.of(), unnoticed);
    }
}
