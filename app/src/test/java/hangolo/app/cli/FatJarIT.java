package hangolo.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The fat jar as a user starts it. */
class FatJarIT {
    @Test
    void helpNamesTheCommands() throws Exception {
        Ran ran = hangolo("--help");
        assertEquals(0, ran.code(), ran.err());
        assertEquals("", ran.err());
        assertTrue(ran.out().startsWith("Usage: hangolo"), ran.out());
    }

    @Test
    void versionIsTheBuilds() throws Exception {
        assertEquals(new Ran(0, "hangolo 0.2.0\n", ""), hangolo("--version"));
    }

    /** Also of the parts that ND4J has repacked: they left their coordinates in the jar. */
    @Test
    void theLicencesNameEveryPartOfTheJar() throws Exception {
        Ran ran = hangolo("--licences");
        assertEquals(0, ran.code(), ran.err());
        assertEquals("", ran.err());
        List<String> parts;
        try (JarFile jar = new JarFile(System.getProperty("hangolo.jar"))) {
            parts = jar.stream()
                    .map(entry -> entry.getName().split("/"))
                    .filter(path -> path.length == 5 && path[4].equals("pom.properties"))
                    .map(path -> path[2] + ":" + path[3] + ":")
                    .filter(part -> !part.startsWith("io.hangolo:"))
                    .toList();
        }
        assertTrue(parts.size() > 50, parts.toString());
        assertEquals(
                List.of(),
                parts.stream().filter(part -> !ran.out().contains(part)).toList());
        for (String text : List.of("GNU GENERAL PUBLIC LICENSE", "Apache License", "Eclipse Public License")) {
            assertTrue(ran.out().contains(text), text);
        }
    }

    @Test
    void wrongUsageIsTwoAndSaysSoOnStandardError() throws Exception {
        Ran ran = hangolo("tune");
        assertEquals(2, ran.code());
        assertEquals("", ran.out());
        assertTrue(ran.err().contains("tune"), ran.err());
    }

    /** Drools finds its parts in the fat jar only if the service files were merged. */
    @Test
    void theRulesDecideInTheFatJar() throws Exception {
        Ran ran = hangolo("decide", "--mel-ce", "2.4", "--text-ce", "0.028", "--json");
        assertEquals(0, ran.code(), ran.err());
        assertEquals("", ran.err());
        JsonNode decision = new ObjectMapper().readTree(ran.out());
        assertEquals("phase2", decision.get("recommendation").asText());
        assertEquals("excellent", decision.get("label").asText());
    }

    /** Tables, scenarios and README are in the jar, and the compiler's own words stay out of sight. */
    @Test
    void theRulesAreExportedAndCheckedInTheFatJar(@TempDir Path root) throws Exception {
        Path rules = root.resolve("rules");
        assertEquals(0, hangolo("rules", "export", rules.toString()).code());
        Path stop = rules.resolve("stop.drl");
        Files.writeString(stop, Files.readString(stop).replace("bestTierRank == 2", "bestTierRang == 2"));
        Ran check = hangolo("rules", "check", rules.toString());
        assertEquals(1, check.code());
        assertTrue(check.out().startsWith("error: stop.drl row 86: "), check.out());
        assertEquals("", check.err());
        Ran test = hangolo("rules", "test");
        assertEquals(0, test.code(), test.out());
        assertEquals("", test.err());
    }

    /** From a path that shells and URLs do not like; the temporary folder is gone afterwards. */
    @Test
    void theNumbersOfCoquiAreInTheFatJar(@TempDir Path root) throws Exception {
        Path temporary = Files.createDirectory(root.resolve("temporary files"));
        Ran ran = Ran.fatJar(
                Map.of("JAVA_TOOL_OPTIONS", "'-Djava.io.tmpdir=" + temporary + "'"), "verify", "--backend", "cpu");
        assertEquals(0, ran.code(), ran.err());
        assertTrue(ran.out().endsWith("Everything agrees with Coqui TTS.\n"), ran.out());
        try (Stream<Path> left = Files.list(temporary)) {
            assertEquals(
                    List.of(),
                    left.filter(path -> path.getFileName().toString().startsWith("hangolo"))
                            .toList());
        }
    }

    @Test
    void whatFailsIsOneAndSaysWhyInWords() throws Exception {
        Ran ran = hangolo("inspect", "no-such-file.pth");
        assertEquals(1, ran.code());
        assertEquals("", ran.out());
        assertTrue(ran.err().startsWith("hangolo: no-such-file.pth"), ran.err());
        assertFalse(ran.err().contains("\tat "), ran.err());
    }

    private static Ran hangolo(String... arguments) throws IOException, InterruptedException {
        return Ran.fatJar(Map.of(), arguments);
    }
}
