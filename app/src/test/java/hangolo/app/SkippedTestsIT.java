package hangolo.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** Runs after all other tests: says which tests of all modules were skipped and why, and fails if one was that may not be. */
class SkippedTestsIT {

    private record Skip(String test, String method, String reason) {

        static Skip of(Element testcase, Element skipped) {
            String message = skipped.getAttribute("message");
            String trace = skipped.getTextContent().strip().lines().findFirst().orElse("");
            String test = testcase.getAttribute("classname");
            return new Skip(
                    test.substring(test.lastIndexOf('.') + 1),
                    testcase.getAttribute("name"),
                    message.isEmpty()
                            ? trace.replaceFirst("^[\\w.]+Exception: ", "").replaceFirst("^Assumption failed: ", "")
                            : message);
        }
    }

    private record Allowed(String test, String reason, String why) {

        static Allowed of(String line) {
            String[] parts = line.split("\\|", 3);
            return new Allowed(parts[0].strip(), parts[1].strip(), parts[2].strip());
        }

        boolean covers(Skip skip) {
            return (test.equals("*") || test.equals(skip.test)) && skip.reason.contains(reason);
        }
    }

    @Test
    void onlyExpectedTestsAreSkipped() throws Exception {
        List<Allowed> allowed = Files.readAllLines(Path.of("src", "test", "expected-skips.txt")).stream()
                .filter(line -> !line.startsWith("#"))
                .map(Allowed::of)
                .toList();
        List<Path> reports = reports();
        assertFalse(reports.isEmpty(), "no reports of tests");
        List<Skip> unexpected = new ArrayList<>();
        for (Skip skip : skips(reports)) {
            Optional<Allowed> why =
                    allowed.stream().filter(entry -> entry.covers(skip)).findFirst();
            System.out.println("skipped: " + skip.test + "." + skip.method + ": " + skip.reason
                    + why.map(entry -> " (allowed: " + entry.why + ")").orElse(" (NOT EXPECTED)"));
            if (why.isEmpty()) {
                unexpected.add(skip);
            }
        }
        assertEquals(List.of(), unexpected, "skipped without an entry in app/src/test/expected-skips.txt");
    }

    /** Of all modules; a report whose class is gone is of an earlier build. */
    private static List<Path> reports() throws IOException {
        List<Path> reports = new ArrayList<>();
        try (DirectoryStream<Path> modules = Files.newDirectoryStream(Path.of(".."), Files::isDirectory)) {
            for (Path module : modules) {
                for (String folder : List.of("surefire-reports", "failsafe-reports")) {
                    Path target = module.resolve("target");
                    if (Files.isDirectory(target.resolve(folder))) {
                        add(target, folder, reports);
                    }
                }
            }
        }
        return reports;
    }

    private static void add(Path target, String folder, List<Path> reports) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(target.resolve(folder), "TEST-*.xml")) {
            for (Path file : files) {
                String test = file.getFileName().toString().replaceAll("^TEST-|\\.xml$", "");
                if (Files.exists(target.resolve("test-classes").resolve(test.replace('.', '/') + ".class"))) {
                    reports.add(file);
                }
            }
        }
    }

    private static List<Skip> skips(List<Path> reports) throws Exception {
        DocumentBuilder parser = DocumentBuilderFactory.newInstance().newDocumentBuilder();
        List<Skip> skips = new ArrayList<>();
        for (Path report : reports) {
            NodeList found = parser.parse(report.toFile()).getElementsByTagName("skipped");
            for (int i = 0; i < found.getLength(); i++) {
                Element skipped = (Element) found.item(i);
                skips.add(Skip.of((Element) skipped.getParentNode(), skipped));
            }
        }
        return skips;
    }
}
