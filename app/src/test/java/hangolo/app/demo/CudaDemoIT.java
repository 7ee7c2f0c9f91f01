package hangolo.app.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hangolo.app.cli.Ran;
import hangolo.app.record.RunRecord;
import hangolo.app.record.RunRecords;
import hangolo.app.run.RunFolder;
import hangolo.engine.cuda.EmulatedCuda;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The fat jar on a card, or the emulated one: every stage of a run, with the demo's model and clips and few steps. */
class CudaDemoIT {

    @TempDir
    private Path folder;

    @Test
    void preparesTrainsEvaluatesSpeaksAndReportsOnTheCard() throws Exception {
        EmulatedCuda.require();
        Map<String, String> environment = EmulatedCuda.libraries()
                .map(libraries -> Map.of("LD_LIBRARY_PATH", libraries.toString()))
                .orElse(Map.of());
        Ran ran = Ran.fatJar(environment, "train", "--config", runFile().toString());
        assertEquals(0, ran.code(), ran.err());
        Path run;
        try (var runs = Files.list(folder.resolve("run"))) {
            run = runs.filter(one -> one.getFileName().toString().startsWith("Demo_Phase2"))
                    .findFirst()
                    .orElseThrow();
        }
        String log = Files.readString(run.resolve("trainer_0_log.txt"));
        assertTrue(log.contains(", cuda: "), log);
        RunRecord record = RunRecords.read(run);
        assertEquals(3, record.curves().training().size());
        List<RunRecord.Evaluated> evaluations = record.curves().evaluations();
        assertEquals(2, evaluations.size());
        double first = evaluations.get(0).point().melCe().orElseThrow();
        double last = evaluations.get(1).point().melCe().orElseThrow();
        assertTrue(last < first, "Mel CE " + first + ", after three steps " + last);
        assertEquals(1, new RunFolder(run).checkpoints().size());
        List<RunRecord.SpokenSample> samples = record.sentences().get(0).samples();
        assertEquals(
                List.of("baseline", "phase 1", "phase 2"),
                samples.stream().map(RunRecord.SpokenSample::modelLabel).toList());
        for (RunRecord.SpokenSample sample : samples) {
            assertTrue(sample.seconds() > 0.1, sample.toString());
            assertTrue(Files.size(run.resolve(sample.file())) > 0, sample.toString());
        }
        assertTrue(Files.size(run.resolve("report.html")) > 0);
    }

    private Path runFile() throws IOException {
        DemoRun.writeInputs(folder);
        Path file = DemoFiles.copy(DemoFiles.RUN_FILE, folder);
        String text = Files.readString(file)
                .replaceFirst("(?m)^BACKEND: .*", "BACKEND: cuda")
                .replaceFirst("(?m)^MAX_STEPS: .*", "MAX_STEPS: 3")
                .replaceFirst("(?m)^BATCH_SIZE: .*", "BATCH_SIZE: 2")
                .replaceFirst("(?m)^EVAL_SPLIT: .*", "EVAL_SPLIT: 0.01")
                .replaceAll("(?m)^  - \\{text: (hol|piros) .*\n", "");
        return Files.writeString(file, text);
    }
}
