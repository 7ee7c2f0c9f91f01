package hangolo.rules.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import hangolo.rules.facts.AudioFacts;
import hangolo.rules.facts.AudioMeasure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

class AuditTrailTest {
    @TempDir
    Path folder;

    private static AuditEntry entry(long step, double melCe, int second) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("melCe", melCe);
        facts.put("trainMelCe", null);
        return new AuditEntry(
                AuditEntry.Kind.EVALUATION,
                Instant.ofEpochSecond(1_800_000_000L + second),
                2,
                step,
                "abc",
                facts,
                List.of(new Firing("rule é", "tiers.csv", 12, "0123456789ab", "a \"text\"\nof two lines", facts)),
                List.of(),
                JudgedFacts.unknown(),
                Map.of("action", "warn"),
                "warn");
    }

    private Path file() {
        return folder.resolve("audit.jsonl");
    }

    @Test
    void writesOneLineAnEvaluation() throws IOException {
        AuditTrail trail = AuditTrail.open(file());
        trail.append(entry(100, 3.5, 1));
        trail.append(entry(200, Double.NaN, 2));
        List<String> lines = Files.readAllLines(file());
        assertEquals(2, lines.size());
        JsonNode line = new ObjectMapper().readTree(lines.get(1));
        assertEquals("NaN", line.at("/facts/melCe").asText());
        assertTrue(line.at("/facts/trainMelCe").isNull());
        assertEquals("2027-01-15T08:00:02Z", line.at("/time").asText());
        assertEquals(12, line.at("/fired/0/row").asInt());
        assertEquals("warn", line.at("/action").asText());
    }

    @Test
    void aResumeReplacesTheStepsItReachesAgain() throws IOException {
        AuditTrail first = AuditTrail.open(file());
        first.append(entry(100, 3.5, 1));
        first.append(entry(200, 3.4, 2));
        first.append(entry(300, 3.3, 3));
        AuditTrail resumed = AuditTrail.open(file());
        byte[] before = Files.readAllBytes(file());
        resumed.append(entry(200, 3.4, 9));
        assertEquals(new String(before), Files.readString(file()), "only the time differs");
        resumed.append(entry(300, 3.25, 10));
        resumed.append(entry(400, 3.2, 11));
        List<String> lines = Files.readAllLines(file());
        assertEquals(4, lines.size());
        assertTrue(lines.get(2).contains("3.25"), lines.get(2));
        assertEquals(4, AuditTrail.open(file()).size());
    }

    @Test
    void aTornEndIsCut() throws IOException {
        AuditTrail trail = AuditTrail.open(file());
        trail.append(entry(100, 3.5, 1));
        byte[] one = Files.readAllBytes(file());
        trail.append(entry(200, 3.4, 2));
        byte[] two = Files.readAllBytes(file());
        for (int length = one.length; length < two.length; length += 7) {
            Files.write(file(), java.util.Arrays.copyOf(two, length));
            AuditTrail again = AuditTrail.open(file());
            assertEquals(1, again.size(), "cut at " + length);
            again.append(entry(200, 3.4, 2));
            assertEquals(new String(two), Files.readString(file()));
        }
    }

    @Test
    void whatWasWrittenIsReadBack() throws IOException {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("melCe", 2.61);
        facts.put("textCe", null);
        AuditEntry entry = new AuditEntry(
                AuditEntry.Kind.DECISION,
                Instant.EPOCH,
                2,
                4200,
                "abc",
                facts,
                List.of(new Firing("r", "tiers.csv", 12, "0123456789ab", "why", facts)),
                List.of(new NearMiss(
                        "near",
                        "matrix.csv",
                        13,
                        "0123456789ab",
                        "melCe",
                        "< 2.5",
                        Optional.of(2.61),
                        OptionalDouble.of(0.11),
                        "Mel CE 2.61 is not below 2.5: 0.11 too high")),
                new JudgedFacts(
                        List.of(new FactQuery("PhaseEndFacts", facts)),
                        Map.of("patience steps", 500.0),
                        List.of(AudioFacts.of("Jó napot.")
                                .with(AudioMeasure.LEVEL_DB, -20.5)
                                .withStopTokenReached(true))),
                Map.of("recommendation", "phase2"),
                "reported");
        AuditTrail.open(file()).append(entry);
        Files.writeString(file(), "{\"v\":2,\"kind\":\"dec", StandardOpenOption.APPEND);
        assertEquals(List.of(entry), AuditTrail.read(file()), "without the line that a crash cut short");
    }

    @Test
    void linesOfAnotherVersionAreRefusedInWords() throws IOException {
        AuditTrail.open(file()).append(entry(100, 3.5, 1));
        String line = Files.readString(file());
        for (int version : new int[] {1, 3}) {
            String other = line + line.replace("\"v\":2", "\"v\":" + version);
            Files.writeString(file(), other);
            for (Executable use : List.<Executable>of(() -> AuditTrail.read(file()), () -> AuditTrail.open(file()))) {
                IOException error = assertThrows(IOException.class, use);
                assertTrue(error.getMessage().contains("line 2"), error.getMessage());
                assertTrue(
                        error.getMessage().contains("its version is " + version + ", this program reads 2"),
                        error.getMessage());
            }
            assertEquals(other, Files.readString(file()), "it is left alone");
        }
    }

    @Test
    void anotherFileIsLeftAlone() throws IOException {
        Files.writeString(file(), "hello\nworld\n");
        IOException error = assertThrows(IOException.class, () -> AuditTrail.open(file()));
        assertTrue(error.getMessage().contains("line 1"), error.getMessage());
        assertEquals("hello\nworld\n", Files.readString(file()));
    }

    @Test
    void doubledLinesOfACrashBetweenAreMerged() throws IOException {
        AuditTrail trail = AuditTrail.open(file());
        trail.append(entry(100, 3.5, 1));
        Files.writeString(file(), Files.readString(file()), StandardOpenOption.APPEND);
        assertEquals(1, AuditTrail.open(file()).size());
        assertEquals(1, Files.readAllLines(file()).size());
    }
}
