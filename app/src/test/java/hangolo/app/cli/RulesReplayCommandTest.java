package hangolo.app.cli;

import static hangolo.app.cli.Ran.hangolo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import hangolo.rules.RuleBase;
import hangolo.rules.table.RuleFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RulesReplayCommandTest {
    private static final Path LOGS = Path.of("src", "test", "resources", "hangolo", "app", "replay");
    private static final Path LOG = LOGS.resolve("phase2_resumed.txt");

    @TempDir
    Path folder;

    private Path edited(String file, String from, String to) throws Exception {
        for (RuleFile rules : RuleBase.shipped().files()) {
            String text = rules.text();
            if (rules.name().equals(file)) {
                assertTrue(text.contains(from), file + " lacks " + from);
                text = text.replace(from, to);
            }
            Files.writeString(folder.resolve(rules.name()), text);
        }
        return folder;
    }

    @Test
    void theDocumentHasTheNamesOfTheContract() throws Exception {
        Ran ran = hangolo("rules", "replay", "--log", LOG, "--json");
        assertEquals(0, ran.code(), ran.err());
        JsonNode replay = new ObjectMapper().readTree(ran.out());
        assertEquals(2931, replay.at("/stop/step").asLong());
        assertEquals(
                "stop diverging short of the target",
                replay.at("/stop/reasons/0/rule").asText());
        assertTrue(replay.at("/stop/reasons/0/text").asText().contains("by heart"));
        assertEquals(2622, replay.at("/best/step").asLong());
        assertEquals(2.745, replay.at("/best/melCe").asDouble());
        assertEquals(0.0277, replay.at("/best/textCe").asDouble());
        assertEquals("minimum", replay.at("/tier").asText());
        assertEquals("phase2", replay.at("/recommendation").asText());
        assertEquals(15, replay.at("/evaluations").asInt());
        assertEquals(13, replay.at("/counted").asInt());
    }

    @Test
    void withoutAStopThereIsNull() throws Exception {
        Ran ran = hangolo("rules", "replay", "--log", LOGS.resolve("phase1.txt"), "--phase", 1, "--json");
        assertTrue(new ObjectMapper().readTree(ran.out()).get("stop").isNull(), ran.out());
    }

    @Test
    void inWordsItSaysWhenAndWhyAndThatTheRecordGoesOn() {
        Ran ran = hangolo("rules", "replay", "--log", LOG);
        assertTrue(ran.out().contains("Stop: step 2931 (stop-failure)\n"), ran.out());
        assertTrue(ran.out().contains("Best: step 2622, Mel CE 2.745 nats, text CE 0.0277 (weighted)"), ran.out());
        assertTrue(ran.out().contains("The record continues after the stop: 2 evaluations"), ran.out());
        assertEquals("", ran.err());
    }

    @Test
    void anEditShowsWhatItChanges() throws Exception {
        Path rules = edited("limits.csv", "patience steps,500,", "patience steps,300,");
        Ran ran = hangolo("rules", "replay", "--log", LOGS.resolve("phase1.txt"), "--phase", 1, "--compare", rules);
        assertEquals(0, ran.code(), ran.err());
        assertTrue(ran.out().contains("change nothing"), ran.out());
        ran = hangolo("rules", "replay", "--log", LOG, "--compare", rules);
        assertTrue(ran.out().contains("now Mel CE has not improved for 309 steps"), ran.out());
        Path patient = edited("limits.csv", "diverging steps since best,200,", "diverging steps since best,400,");
        JsonNode later = new ObjectMapper()
                .readTree(hangolo("rules", "replay", "--log", LOG, "--compare", patient, "--json")
                        .out());
        assertEquals(
                "step 3034, stop diverging short of the target",
                later.at("/difference/outcome/stop/after").asText(),
                later.toString());
        assertEquals(2931, later.at("/difference/evaluations/0/step").asLong());
        assertEquals(
                "stop-failure", later.at("/difference/evaluations/0/before").asText());
        Path matrix = edited("matrix.csv", "2.5,3.0,", "2.5,2.7,");
        Ran words = hangolo("rules", "replay", "--log", LOG, "--compare", matrix);
        assertTrue(words.out().contains("recommendation: phase2 -> phase1\n"), words.out());
        Ran used = hangolo("rules", "replay", "--log", LOG, "--rules", matrix);
        assertTrue(used.out().contains("Recommendation: phase 1"), used.out());
    }

    @Test
    void whatCannotBeReadFailsWithWords() throws Exception {
        Ran ran = hangolo("rules", "replay", "--log", folder.resolve("none.txt"));
        assertEquals(1, ran.code());
        assertTrue(ran.err().contains("there is no such file"), ran.err());
        ran = hangolo("rules", "replay", "--log", LOG, "--phase", 0);
        assertEquals(2, ran.code());
    }
}
