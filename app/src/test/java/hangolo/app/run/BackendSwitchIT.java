package hangolo.app.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hangolo.app.record.RunRecord;
import hangolo.app.record.RunRecords;
import hangolo.engine.cuda.EmulatedCuda;
import hangolo.models.weights.StoredTensor;
import hangolo.models.weights.checkpoint.AdamState;
import hangolo.models.weights.checkpoint.CheckpointFile;
import hangolo.rules.facts.EvaluationPoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A run that is interrupted on one backend and goes on on another, on a card or the emulated one. Not among the unit tests, which
 * expect a computer without a card: libraries stay loaded.
 */
class BackendSwitchIT {

    private static final int STEPS = 8;
    private static final long SWITCH = 3;

    /** Losses of a step and of an evaluation; those of other dice differ in the second digit. */
    private static final double LOSS = 1e-5;

    /** Distance of all weights, or moments, in parts of their length. */
    private static final double DISTANCE = 1e-3;

    @TempDir
    private Path root;

    @BeforeAll
    static void card() {
        EmulatedCuda.require();
    }

    @ParameterizedTest
    @CsvSource({"cuda, cpu", "cpu, cuda"})
    void goesOnAsIfItHadNeverSwitched(String first, String second) throws IOException {
        TinyVoice voice = TinyVoice.in(root);
        Path unbroken = run(voice, "cpu", Optional.empty(), TinyVoice.quiet(new Interrupt()));
        Path stopped = run(voice, first, Optional.empty(), TinyVoice.interruptedAfter(SWITCH));
        Path checkpoint = stopped.resolve("checkpoint_" + SWITCH + ".pth");
        Path switched = run(voice, second, Optional.of(checkpoint), TinyVoice.quiet(new Interrupt()));
        assertEquals(stopped, switched, "the run goes on in its folder");
        List<String> backends = Files.readAllLines(switched.resolve("trainer_0_log.txt")).stream()
                .filter(line -> line.contains("> Backend: "))
                .toList();
        assertTrue(backends.get(0).contains(", " + first + ": "), backends.toString());
        assertTrue(backends.get(1).contains(", " + second + ": "), backends.toString());
        assertAgree(
                RunRecords.read(unbroken).curves(), RunRecords.read(switched).curves());
        assertAgree(unbroken.resolve("checkpoint_8.pth"), switched.resolve("checkpoint_8.pth"));
    }

    private static Path run(TinyVoice voice, String backend, Optional<Path> resume, RunContext around)
            throws IOException {
        String settings = "MAX_STEPS: " + STEPS + "\nPRECISION: fp32\nBACKEND: " + backend + "\n";
        return new TrainRun(around).run(voice.config(settings), resume).get(0).folder();
    }

    private static void assertAgree(RunRecord.Curves expected, RunRecord.Curves found) {
        assertEquals(STEPS, found.training().size());
        for (int i = 0; i < STEPS; i++) {
            RunRecord.Step a = expected.training().get(i);
            RunRecord.Step b = found.training().get(i);
            assertEquals(a.step(), b.step());
            assertEquals(a.rate(), b.rate());
            assertEquals(a.mel(), b.mel(), LOSS, "Mel CE of step " + i);
            assertEquals(a.text(), b.text(), LOSS, "text CE of step " + i);
        }
        assertEquals(3, found.evaluations().size());
        for (int i = 0; i < 3; i++) {
            EvaluationPoint a = expected.evaluations().get(i).point();
            EvaluationPoint b = found.evaluations().get(i).point();
            assertEquals(a.step(), b.step());
            assertEquals(a.melCe().orElseThrow(), b.melCe().orElseThrow(), LOSS, "evaluation " + i);
        }
    }

    private static void assertAgree(Path expected, Path found) {
        try (CheckpointFile a = CheckpointFile.read(expected);
                CheckpointFile b = CheckpointFile.read(found)) {
            assertEquals(a.step(), b.step());
            assertEquals(a.epoch(), b.epoch());
            assertClose(a.model(), b.model(), StoredTensor::floats);
            Map<String, AdamState> moments = a.optimizer().orElseThrow().moments();
            Map<String, AdamState> others = b.optimizer().orElseThrow().moments();
            moments.forEach(
                    (name, one) -> assertEquals(one.step(), others.get(name).step(), name));
            assertClose(moments, others, one -> one.mean().floats());
            assertClose(moments, others, one -> one.square().floats());
        }
    }

    /** All values together: a bias of keys has no gradient but rounding, from which AdamW makes whole steps. */
    private static <T> void assertClose(Map<String, T> expected, Map<String, T> found, Function<T, float[]> values) {
        assertEquals(expected.keySet(), found.keySet());
        double size = 0;
        double error = 0;
        for (String name : expected.keySet()) {
            float[] a = values.apply(expected.get(name));
            float[] b = values.apply(found.get(name));
            for (int i = 0; i < a.length; i++) {
                size += (double) a[i] * a[i];
                error += Math.pow(a[i] - b[i], 2);
            }
        }
        double distance = Math.sqrt(error / size);
        assertTrue(distance < DISTANCE, "distance " + distance);
    }
}
