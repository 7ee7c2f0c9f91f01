package hangolo.app.record;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hangolo.fuzz.Budget;
import hangolo.fuzz.ByteMutator;
import hangolo.fuzz.Fuzz;
import hangolo.fuzz.Mutator;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A damaged run.json or scores.json is read or refused. */
class RecordFuzzTest {
    /** Parsers; and a node or a record of 100 bytes for every few bytes of JSON. */
    private static final Budget BUDGET = new Budget(4L << 20, 300);

    private static final Set<Class<?>> REFUSED = Set.of(RecordException.class);
    private static final Mutator MUTATOR = new ByteMutator(
            "{",
            "}",
            "[",
            "]",
            "\"",
            ",",
            ":",
            "null",
            "true",
            "-1",
            "1e999",
            "0.5",
            "99999999999999999999",
            "\"version\" : 1",
            "\\ud800");

    @TempDir
    Path folder;

    @Test
    void record() throws IOException, InterruptedException {
        Path run = Files.createDirectory(folder.resolve("run"));
        RunRecords.write(run, SampleRun.in(run, 2.41));
        String json = Files.readString(run.resolve(RunRecords.FILE));
        fuzz("run.json", shortened(json), RunRecords.FILE, RunRecords::read);
    }

    @Test
    void nothingAndNoTextAreRefusedWithTheFile() throws IOException {
        for (byte[] content : List.of("null".getBytes(StandardCharsets.UTF_8), new byte[] {'{', (byte) 0xff})) {
            Files.write(folder.resolve(RunRecords.FILE), content);
            RecordException refused = assertThrows(RecordException.class, () -> RunRecords.read(folder));
            assertTrue(
                    refused.getMessage()
                            .startsWith(folder.resolve(RunRecords.FILE).toString()),
                    refused.getMessage());
        }
    }

    @Test
    void scores() throws IOException, InterruptedException {
        fuzz("scores.json", "{\"smoothness\": 9, \"overall\": 8.5}", ScoreFile.FILE, ScoreFile::read);
    }

    /** Only a few of the many steps. */
    private static String shortened(String json) {
        int from = json.indexOf("}, {", json.indexOf("\"steps\"") + 600);
        int to = json.lastIndexOf("}, {", json.indexOf("\"evaluations\""));
        return json.substring(0, from) + json.substring(to);
    }

    private interface FolderReader {
        void read(Path folder);
    }

    private void fuzz(String name, String good, String file, FolderReader reader)
            throws IOException, InterruptedException {
        Path work = Files.createDirectory(folder.resolve("damaged files"));
        new Fuzz(name, List.of(good.getBytes(StandardCharsets.UTF_8)), MUTATOR, BUDGET, REFUSED, damaged -> {
                    Files.move(damaged, damaged.resolveSibling(file), StandardCopyOption.REPLACE_EXISTING);
                    reader.read(damaged.getParent());
                })
                .run(work);
    }
}
