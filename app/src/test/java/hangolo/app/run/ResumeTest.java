package hangolo.app.run;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hangolo.app.record.RunRecord;
import hangolo.app.record.RunRecords;
import hangolo.engine.train.StopReason;
import hangolo.models.weights.StoredTensor;
import hangolo.models.weights.checkpoint.AdamState;
import hangolo.models.weights.checkpoint.CheckpointFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** N steps, an interrupt, a resume and M steps give the same bits as N + M steps. Dropout is 0.1 as in every training. */
class ResumeTest {

    private static final String SENTENCE = """
            TEST_SENTENCES:
              - text: alma ki
                language: hu
            """;
    /** Ten clips are trained with, five batches of two: epochs end at steps 5 and 10. Evaluations are at 4, 8 and 12. */
    private static final String LENGTH = "MAX_STEPS: 12\n";

    @TempDir
    Path root;

    private static PhaseOutcome run(TinyVoice voice, String more, Optional<Path> resume, RunContext around)
            throws IOException {
        List<PhaseOutcome> outcomes = new TrainRun(around).run(voice.config(more), resume);
        return outcomes.get(outcomes.size() - 1);
    }

    private static PhaseOutcome run(TinyVoice voice, String more, Optional<Path> resume) throws IOException {
        return run(voice, more, resume, TinyVoice.quiet(new Interrupt()));
    }

    /** Interrupts at each of these steps, and resumes each time from the newest checkpoint. */
    private static Path interrupted(TinyVoice voice, String more, long... steps) throws IOException {
        Optional<Path> checkpoint = Optional.empty();
        for (long step : steps) {
            PhaseOutcome stopped = run(voice, more, checkpoint, TinyVoice.interruptedAfter(step));
            assertEquals(StopReason.Kind.INTERRUPTED, stopped.stop().kind(), "at step " + step);
            assertFalse(stopped.complete());
            checkpoint = new RunFolder(stopped.folder()).newest();
            Files.writeString(stopped.folder().resolve(".checkpoint_99.pth.part"), "left by a killed process");
        }
        PhaseOutcome resumed = run(voice, more, checkpoint);
        assertTrue(resumed.complete());
        assertEquals(checkpoint.orElseThrow().getParent(), resumed.folder(), "the run goes on in its folder");
        try (Stream<Path> files = Files.list(resumed.folder())) {
            assertTrue(files.noneMatch(file -> file.toString().endsWith(".part")), "leftovers are removed");
        }
        return resumed.folder();
    }

    private static void assertSameRun(Path expected, Path found) {
        assertSame(expected.resolve("checkpoint_12.pth"), found.resolve("checkpoint_12.pth"));
        assertSame(expected.resolve("best_model.pth"), found.resolve("best_model.pth"));
        RunRecord a = RunRecords.read(expected);
        RunRecord b = RunRecords.read(found);
        assertEquals(a.curves(), b.curves());
        assertEquals(samples(a), samples(b), "audio of the test sentences");
    }

    private static List<?> samples(RunRecord run) {
        return run.sentences().stream()
                .flatMap(sentence -> sentence.samples().stream())
                .toList();
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            1, ''
            5, ''
            4, ''
            7, 'GRAD_ACCUM: 2'
            1, 'GRAD_ACCUM: 3'
            6, 'LR_MILESTONES: [3, 7]'
            3, 'SAMPLING: coqui'
            6, 'COMPAT: coqui|GRAD_ACCUM: 3|EVAL_SPLIT: 0.4|LR_MILESTONES: [1]'
            """)
    void interruptedAndResumedGivesTheSameBits(long step, String settings) throws IOException {
        TinyVoice voice = TinyVoice.in(root);
        String more = LENGTH + SENTENCE + settings.replace('|', '\n') + "\n";
        Path unbroken = run(voice, more, Optional.empty()).folder();
        assertSameRun(unbroken, interrupted(voice, more, step));
    }

    @Test
    void twoInterruptsAndARuleThatCutsTheLearningRate() throws IOException {
        TinyVoice voice = TinyVoice.in(root);
        cuttingRules(root.resolve("rules"));
        String more = LENGTH + SENTENCE + "RULES: rules\n";
        Path unbroken = run(voice, more, Optional.empty()).folder();
        List<Double> rates = RunRecords.read(unbroken).curves().training().stream()
                .map(RunRecord.Step::rate)
                .distinct()
                .toList();
        assertTrue(rates.size() > 1, "the rule cuts during the run: " + rates);
        assertNotEquals(0.003, rates.get(0), "and at its start");
        assertSameRun(unbroken, interrupted(voice, more, 2, 9));
    }

    /** The shipped rules, but every new best halves the learning rate. */
    private static void cuttingRules(Path folder) throws IOException {
        Files.createDirectories(folder);
        List<String> names = List.of(
                "alternatives.csv",
                "audio.csv",
                "checklist.csv",
                "limits.csv",
                "matrix.csv",
                "nextsteps.csv",
                "notes.csv",
                "quality.csv",
                "scenarios.csv",
                "stop.drl",
                "tiers.csv",
                "training.csv");
        for (String name : names) {
            try (InputStream in = ResumeTest.class.getResourceAsStream("/hangolo/rules/" + name)) {
                String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
                if (name.equals("training.csv")) {
                    assertTrue(text.contains(",save,,"), "the rule for a new best");
                    text = text.replace(",save,,", ",cut-learning-rate,0.5,");
                }
                Files.writeString(folder.resolve(name), text);
            }
        }
    }

    private static void assertSame(Path expected, Path actual) {
        try (CheckpointFile a = CheckpointFile.read(expected);
                CheckpointFile b = CheckpointFile.read(actual)) {
            assertEquals(a.model().keySet(), b.model().keySet());
            a.model().forEach((name, tensor) -> assertBits(tensor, b.model().get(name)));
            Map<String, AdamState> moments = a.optimizer().orElseThrow().moments();
            Map<String, AdamState> others = b.optimizer().orElseThrow().moments();
            assertEquals(moments.keySet(), others.keySet());
            moments.forEach((name, moment) -> {
                assertBits(moment.mean(), others.get(name).mean());
                assertBits(moment.square(), others.get(name).square());
                assertEquals(moment.step(), others.get(name).step());
            });
            assertEquals(a.step(), b.step());
            assertEquals(a.losses(), b.losses());
            assertEquals(withoutRun(a.extra()), withoutRun(b.extra()), "counters, best value and memory of the rules");
        }
    }

    private static Map<String, Object> withoutRun(Map<String, Object> extra) {
        return extra.entrySet().stream()
                .filter(entry -> !entry.getKey().equals("run"))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private static void assertBits(StoredTensor expected, StoredTensor actual) {
        assertArrayEquals(expected.floats(), actual.floats(), expected.name());
    }
}
