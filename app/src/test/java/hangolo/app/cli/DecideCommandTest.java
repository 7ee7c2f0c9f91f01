package hangolo.app.cli;

import static hangolo.app.cli.Ran.hangolo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DecideCommandTest {
    @ParameterizedTest
    @CsvSource({
        "1.9, 0.024, phase2, excellent, exceptional, success",
        "2.4, 0.028, phase2, excellent, target, success",
        "2.7, 0.028, phase2, improved, minimum, success",
        "3.2, 0.028, phase1, marginal gain, none, marginal",
        "3.6, 0.028, phase1, no improvement, none, no-improvement"
    })
    void theReferenceFiguresAreDecidedAsTheMatrixSays(
            String mel, String text, String recommendation, String label, String tier, String scenario)
            throws Exception {
        Ran ran = hangolo("decide", "--mel-ce", mel, "--text-ce", text, "--json");
        assertEquals(0, ran.code(), ran.err());
        JsonNode decision = new ObjectMapper().readTree(ran.out());
        assertEquals(recommendation, decision.get("recommendation").asText());
        assertEquals(label, decision.get("label").asText());
        assertEquals(tier, decision.get("tier").asText());
        assertEquals(scenario, decision.get("scenario").asText());
        assertEquals("estimated", decision.get("qualitySource").asText());
        assertTrue(decision.get("quality").isNumber());
        assertTrue(decision.get("nextSteps").size() > 0);
        assertTrue(decision.get("reasons").get(0).get("rule").isTextual());
        assertTrue(decision.get("reasons").get(0).get("text").isTextual());
    }

    @Test
    void aListenersScoreCounts() throws Exception {
        Ran ran = hangolo("decide", "--mel-ce", "2.4", "--text-ce", "0.028", "--quality", "8.0", "--json");
        JsonNode decision = new ObjectMapper().readTree(ran.out());
        assertEquals("listener", decision.get("qualitySource").asText());
        assertEquals(8.0, decision.get("quality").asDouble());
        assertEquals("phase1", decision.get("recommendation").asText());
    }

    @Test
    void inWordsTheRecommendationComesFirst() {
        Ran ran = hangolo("decide", "--mel-ce", "2.4", "--text-ce", "0.028");
        assertTrue(ran.out().startsWith("Recommendation: phase 2 (excellent)\n"), ran.out());
        assertEquals("", ran.err());
    }
}
