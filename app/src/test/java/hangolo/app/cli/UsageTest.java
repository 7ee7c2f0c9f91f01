package hangolo.app.cli;

import static hangolo.app.cli.Ran.hangolo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UsageTest {
    private static final Path HELP = Path.of("src", "test", "resources", "hangolo", "app", "cli", "help.txt");
    private static final List<String> COMMANDS = List.of(
            "demo",
            "preflight",
            "prepare",
            "train",
            "synth",
            "compare",
            "decide",
            "score",
            "rules",
            "verify",
            "inspect",
            "export");

    private static final List<String> RULES_COMMANDS = List.of("export", "check", "test", "explain", "replay");

    /** With -Dhangolo.regenerate=true the file is written instead. */
    @Test
    void helpIsAsItWas() throws Exception {
        StringBuilder all = new StringBuilder(hangolo("--help").out());
        for (String command : COMMANDS) {
            Ran ran = hangolo(command, "--help");
            assertEquals(0, ran.code());
            assertEquals("", ran.err());
            all.append("\n----\n").append(ran.out());
        }
        for (String command : RULES_COMMANDS) {
            all.append("\n----\n").append(hangolo("rules", command, "--help").out());
        }
        if (Boolean.getBoolean("hangolo.regenerate")) {
            Files.createDirectories(HELP.getParent());
            Files.writeString(HELP, all);
        }
        assertEquals(Files.readString(HELP).replace("\r\n", "\n"), all.toString());
    }

    @Test
    void helpNamesEveryCommandInTheOrderOfTheWork() {
        String help = hangolo("--help").out();
        int last = 0;
        for (String command : COMMANDS) {
            int at = help.indexOf("\n  " + command + " ");
            assertTrue(at > last, command + " in\n" + help);
            last = at;
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            demo      | --out
            preflight | --config --json
            prepare   | --config
            train     | --config --resume --steps --backend --precision --memory --seed
            synth     | --model --checkpoint --speaker --language --text --out --seed --temperature
            compare   | --model --checkpoints --sentences --speaker --out
            decide    | --run --mel-ce --text-ce --quality --json
            score     | --run --smoothness --naturalness --emotion --overall
            verify    | --goldens --backend --precision --memory --only --json
            inspect   | FILE --json
            export    | --checkpoint --out
            """)
    void theOptionsOfTheContractExist(String command, String options) {
        String help = hangolo(command, "--help").out();
        for (String option : options.split(" ")) {
            assertTrue(help.contains(option), command + " lacks " + option + " in\n" + help);
        }
    }

    @Test
    void withoutACommandTheUsageIsWrong() {
        Ran ran = hangolo();
        assertEquals(new Ran(2, "", "hangolo: a command is missing\nTry: hangolo --help\n"), ran);
    }

    @Test
    void aMistypedCommandGetsASuggestion() {
        Ran ran = hangolo("prefligt");
        assertEquals(2, ran.code());
        assertEquals("", ran.out());
        assertTrue(ran.err().contains("hangolo preflight"), ran.err());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "train",
                "train --config x.yaml --backend gpu",
                "train --config x.yaml --steps 0",
                "train --config x.yaml --steps many",
                "decide",
                "decide --mel-ce 2.4",
                "decide --mel-ce 2.4 --text-ce NaN",
                "decide --mel-ce 2.4 --text-ce 0.02 --quality 11",
                "decide --mel-ce 2.4 --text-ce 0.02 --run x",
                "rules",
                "rules chek",
                "rules export",
                "rules check a b",
                "score --run x",
                "score --run x --overall -1",
                "verify --precision fp8",
                "verify --only nothing",
                "inspect",
                "inspect a b",
                "compare --model m --checkpoints a --sentences s --speaker w --out o",
                "synth --model m --speaker s --language hu --text x --out o --temperature 0"
            })
    void wrongUsageIsTwoAndPrintsNothingOnStandardOutput(String line) {
        Ran ran = hangolo((Object[]) line.split(" "));
        assertEquals(2, ran.code(), ran.err());
        assertEquals("", ran.out());
        assertTrue(ran.err().startsWith("hangolo: "), ran.err());
        assertTrue(ran.err().contains("--help"), ran.err());
        assertFalse(ran.err().contains("\tat "), ran.err());
    }

    @Test
    void aTypingErrorInTheRunFileIsOneAndNamedWithItsLine(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("run.yaml"), "MODEL_DIR: m\nEPOCS: 3\n");
        for (String command : List.of("preflight", "prepare", "train")) {
            Ran ran = hangolo(command, "--config", file);
            assertEquals(1, ran.code());
            assertEquals("", ran.out());
            assertTrue(ran.err().contains("run.yaml:2: unknown key EPOCS; did you mean EPOCHS?"), ran.err());
            assertFalse(ran.err().contains("\tat "), ran.err());
        }
    }

    @Test
    void debugShowsWhereItFailed() {
        Ran ran = hangolo("inspect", "no-such-file.pth", "--debug");
        assertEquals(1, ran.code());
        assertTrue(ran.err().contains("\tat hangolo."), ran.err());
        assertEquals("", ran.out());
    }
}
