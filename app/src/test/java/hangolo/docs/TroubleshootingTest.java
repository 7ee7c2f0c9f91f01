package hangolo.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The messages that docs/troubleshooting.md quotes are those of the program. */
class TroubleshootingTest {
    private static final Path PROJECT = Path.of("..");
    private static final Path PAGE = PROJECT.resolve("docs/troubleshooting.md");
    private static final Pattern MESSAGES = Pattern.compile("(?m)^- ((?:`[^`]+`(?:,? …? ?| )?)+)");
    private static final Pattern QUOTED = Pattern.compile("`([^`]+)`");
    private static final int SHORTEST = 5;

    @Test
    void everyQuotedMessageIsOneOfTheProgram() throws IOException {
        String program = programText();
        List<String> unknown = new ArrayList<>();
        List<String> quoted = quoted();
        for (String part : quoted) {
            if (!program.contains(part)) {
                unknown.add(part);
            }
        }
        assertTrue(quoted.size() > 150, "the page quotes " + quoted.size() + " parts of messages");
        assertEquals(List.of(), unknown, "the program says none of these");
    }

    /** The parts between the placeholders, of the code at the beginning of each item. */
    private static List<String> quoted() throws IOException {
        List<String> parts = new ArrayList<>();
        Matcher items = MESSAGES.matcher(oneSpace(Files.readString(PAGE).replaceAll("\\R +", " ")));
        while (items.find()) {
            Matcher code = QUOTED.matcher(items.group(1));
            while (code.find()) {
                Stream.of(code.group(1).split("…"))
                        .map(part -> part.replaceAll("^[ ,;]+|[ ,;]+$", ""))
                        .filter(part -> part.length() >= SHORTEST)
                        .forEach(parts::add);
            }
        }
        return parts;
    }

    /** Everything that can be a message: the sources, with literals that are added up joined, the start scripts and the rules. */
    private static String programText() throws IOException {
        StringBuilder text = new StringBuilder();
        try (Stream<Path> modules = Files.list(PROJECT)) {
            for (Path main : modules.map(module -> module.resolve("src/main"))
                    .filter(Files::isDirectory)
                    .toList()) {
                append(main, text);
            }
        }
        text.append(Files.readString(PROJECT.resolve("hangolo")));
        return oneSpace(text.toString());
    }

    private static void append(Path main, StringBuilder text) throws IOException {
        try (Stream<Path> files = Files.walk(main)) {
            for (Path file : files.filter(path -> path.toString().matches(".*\\.(java|csv|drl)"))
                    .toList()) {
                String source = Files.readString(file).replaceAll("\"\\s*\\+\\s*\"", "");
                text.append(source.replace("\\n", "\n").replace("\\\"", "\"")).append('\n');
            }
        }
    }

    private static String oneSpace(String text) {
        return text.replaceAll("[ \\t]+", " ").replaceAll("\\s*\\n\\s*", "\n");
    }
}
