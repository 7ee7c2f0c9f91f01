package hangolo.app.cli;

import static hangolo.app.cli.Ran.hangolo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an editor of rules does at the command line: export, edit, check, test, decide. */
class RulesCommandTest {
    @TempDir
    Path root;

    private Path exported() {
        Path folder = root.resolve("szabályok és mások");
        Ran ran = hangolo("rules", "export", folder);
        assertEquals(0, ran.code(), ran.err());
        assertEquals(
                "Written: 21 files in " + folder + ". Start with " + folder.resolve("README.md") + ".\n", ran.out());
        return folder;
    }

    private static void edit(Path file, String from, String to) throws Exception {
        String text = Files.readString(file);
        assertTrue(text.contains(from), from);
        Files.writeString(file, text.replace(from, to));
    }

    private static JsonNode json(Ran ran) throws Exception {
        return new ObjectMapper().readTree(ran.out());
    }

    private static String label(Path rules) throws Exception {
        Ran ran = hangolo("decide", "--mel-ce", "2.55", "--text-ce", "0.028", "--rules", rules, "--json");
        assertEquals(0, ran.code(), ran.err());
        return json(ran).get("label").asText();
    }

    @Test
    void anEditOf2Point5To2Point6ChangesTheDecisionFor2Point55() throws Exception {
        Path folder = exported();
        assertEquals("improved", label(folder));
        edit(folder.resolve("matrix.csv"), "matrix excellent,estimated,,2.5,", "matrix excellent,estimated,,2.6,");
        assertEquals("excellent", label(folder), "of rows of the same rank the upper one wins");

        Ran half = hangolo("rules", "check", folder, "--json");
        assertEquals(1, half.code());
        JsonNode problem = json(half).get("problems").get(0);
        assertEquals("contradiction", problem.get("kind").asText());
        assertEquals("matrix.csv", problem.get("file").asText());
        assertEquals(13, problem.get("row").asInt());

        edit(folder.resolve("matrix.csv"), "matrix improved,estimated,2.5,", "matrix improved,estimated,2.6,");
        Ran whole = hangolo("rules", "check", folder);
        assertEquals(0, whole.code(), whole.out());
        assertTrue(whole.out().contains(" 0 errors, 0 warnings"), whole.out());
        assertEquals("excellent", label(folder));

        Ran tested = hangolo("rules", "test", folder);
        assertEquals(1, tested.code());
        assertTrue(
                tested.out()
                        .contains("FAILED: decisions.yaml: The matrix by Mel CE alone: {melCe: 2.55}\n"
                                + "    expected of matrix the rules [matrix improved], found [matrix excellent]\n"),
                tested.out());
        assertEquals(
                "improved",
                json(hangolo("decide", "--mel-ce", "2.55", "--text-ce", "0.028", "--json"))
                        .get("label")
                        .asText());
    }

    @Test
    void theShippedRulesAreCleanAndDoWhatTheirScenariosSay() throws Exception {
        Ran check = hangolo("rules", "check");
        assertEquals(0, check.code(), check.out());
        assertTrue(check.out().matches("(?s)\\d+ rules in 12 files: 0 errors, 0 warnings, \\d+ notes .*"), check.out());
        assertTrue(hangolo("rules", "check", "--notes")
                .out()
                .contains("note: matrix.csv row 30: rows 12 and 30 both match"));
        JsonNode report = json(hangolo("rules", "check", "--json"));
        assertTrue(report.get("clean").asBoolean());
        Ran test = hangolo("rules", "test", "--json");
        assertEquals(0, test.code(), test.out());
        assertTrue(json(test).get("passed").asBoolean());
        assertTrue(json(test).get("scenarios").asInt() >= 60);
        assertTrue(hangolo("rules", "test").out().endsWith(" scenarios, all as expected.\n"));
    }

    @Test
    void anExportReplacesNoEditWithoutForce() throws Exception {
        Path folder = exported();
        assertTrue(hangolo("rules", "export", folder).out().startsWith("Nothing to do: "));
        Files.writeString(folder.resolve("own notes.txt"), "mine");
        edit(folder.resolve("tiers.csv"), "tier minimum,3.0", "tier minimum,2.9");
        Files.delete(folder.resolve("audio.csv"));
        Ran refused = hangolo("rules", "export", folder);
        assertEquals(1, refused.code());
        assertEquals("", refused.out());
        assertTrue(refused.err().contains(folder.resolve("tiers.csv").toString()), refused.err());
        assertFalse(Files.exists(folder.resolve("audio.csv")), "all or nothing");
        assertEquals(0, hangolo("rules", "export", folder, "--force").code());
        assertEquals(0, hangolo("rules", "check", folder).code());
        assertEquals("mine", Files.readString(folder.resolve("own notes.txt")));
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(
                    List.of(),
                    files.filter(file -> file.toString().endsWith(".part")).toList());
        }
        Path file = Files.writeString(root.resolve("a file"), "x");
        assertEquals(1, hangolo("rules", "export", file).code());
        assertEquals("x", Files.readString(file));
    }

    @Test
    void aMistakeIsToldWithFileRowAndColumn() throws Exception {
        Path folder = exported();
        edit(folder.resolve("tiers.csv"), "tier minimum,3.0", "tier minimum,three");
        Ran ran = hangolo("rules", "check", folder);
        assertEquals(1, ran.code());
        assertTrue(
                ran.out().startsWith("error: tiers.csv row 18: column 'Mel CE below': 'three' is not a number"),
                ran.out());
        JsonNode problem = json(hangolo("rules", "check", folder, "--json"))
                .get("problems")
                .get(0);
        assertEquals(18, problem.get("row").asInt());
        assertEquals("Mel CE below", problem.get("column").asText());
        for (String command : List.of("decide --mel-ce 2.4 --text-ce 0.02 --rules", "rules test")) {
            Ran used = hangolo(Stream.concat(Stream.of(command.split(" ")), Stream.of(folder))
                    .toArray());
            assertEquals(1, used.code());
            assertEquals("", used.out());
            assertTrue(used.err().startsWith("hangolo: tiers.csv row 18: "), used.err());
        }
        assertEquals(1, hangolo("rules", "check", root.resolve("nowhere")).code());
    }

    /** Semicolons, decimal commas, a byte order mark, CRLF, rows filled up with empty cells, TRUE and FALSE, sep=. */
    @Test
    void aTableSavedByExcelInAnotherLanguageSaysTheSame() throws Exception {
        Path folder = exported();
        for (String name : List.of("matrix.csv", "tiers.csv", "quality.csv", "limits.csv", "checklist.csv")) {
            Path file = folder.resolve(name);
            String saved = "\uFEFFsep=;\r\n" + Spreadsheet.saved(Files.readString(file), ';', true, false);
            Files.write(file, saved.getBytes(StandardCharsets.UTF_8));
        }
        everyScenarioHolds(folder);
    }

    /** Tabs and every cell in quotes, as LibreOffice can save it. */
    @Test
    void aTableSavedByLibreOfficeSaysTheSame() throws Exception {
        Path folder = exported();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".csv")).toList()) {
                Files.writeString(file, Spreadsheet.saved(Files.readString(file), '\t', false, true));
            }
        }
        Files.writeString(folder.resolve(".~lock.matrix.csv#"), ",somebody,");
        everyScenarioHolds(folder);
    }

    private static void everyScenarioHolds(Path folder) {
        Ran check = hangolo("rules", "check", folder);
        assertEquals(0, check.code(), check.out() + check.err());
        Ran test = hangolo("rules", "test", folder);
        assertEquals(0, test.code(), test.out() + test.err());
    }
}
