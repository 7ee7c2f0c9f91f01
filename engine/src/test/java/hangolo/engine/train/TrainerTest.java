package hangolo.engine.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hangolo.engine.AdamW;
import hangolo.engine.Backend;
import hangolo.engine.ParameterStore.Role;
import hangolo.engine.cpu.CpuBackend;
import hangolo.engine.train.TrainSettings.Divisor;
import hangolo.engine.train.TrainSettings.End;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TrainerTest {

    private final Backend backend = new CpuBackend(1);
    private final List<StepMetrics> steps = new ArrayList<>();
    private final List<String> events = new ArrayList<>();
    private final TrainListener recorder = new TrainListener() {
        @Override
        public void epochStarted(TrainState state, int batches) {
            events.add("start " + state.epoch() + " of " + batches);
        }

        @Override
        public void stepped(StepMetrics metrics) {
            steps.add(metrics);
        }

        @Override
        public void skipped(TrainState after, String what) {
            events.add("skipped: " + what);
        }

        @Override
        public void epochEnded(TrainState state) {
            events.add("end, next " + state.epoch());
        }
    };

    @AfterEach
    void close() {
        backend.close();
    }

    private static TrainSettings settings(int accumulation, Divisor divisor, double clip, End end) {
        return new TrainSettings(AdamW.COQUI, RateSchedule.constant(0.01), accumulation, divisor, clip, 3, end);
    }

    private Trainer<Regression.Batch> trainer(Regression net, TrainSettings settings, TrainingController controller) {
        return new Trainer<>(backend, net.store, net, net, settings, recorder, controller, () -> 0);
    }

    private Trainer.Outcome fit(Regression net, TrainSettings settings, TrainState from) {
        return trainer(net, settings, TrainingController.none()).fit(from);
    }

    @Test
    void learns() {
        Regression net = Regression.on(backend, 10, 0);
        double before = Evaluation.of(backend, net, net).perTarget("error");
        fit(net, settings(1, Divisor.GROUP, 0, End.atStep(400)), TrainState.begin(1));
        double after = Evaluation.of(backend, net, net).perTarget("error");
        assertTrue(after < before / 20, before + " -> " + after);
    }

    /** As a checkpoint on another thread: it is begun after an update and reads for longer than a step takes. */
    @Test
    void parametersStayAsTheyAreUntilTheNextUpdate() {
        Regression net = Regression.on(backend, 10, 0.3f);
        List<float[]> atOnce = new ArrayList<>();
        List<Future<float[]>> later = new ArrayList<>();
        ExecutorService reader = Executors.newSingleThreadExecutor();
        TrainingController controller = new TrainingController() {
            @Override
            public ControlDecision afterUpdate(TrainState before, TrainState after) {
                atOnce.add(net.store.values("hidden.weight", Role.WEIGHT));
                later.add(reader.submit(() -> {
                    Thread.sleep(20);
                    return net.store.values("hidden.weight", Role.WEIGHT);
                }));
                return ControlDecision.proceed(after);
            }

            @Override
            public void beforeUpdate() {
                events.add("update");
                later.forEach(TrainerTest::value);
            }
        };
        trainer(net, settings(2, Divisor.GROUP, 0, End.atStep(10)), controller).fit(TrainState.begin(1));
        assertEquals(5, events.stream().filter("update"::equals).count(), "accumulated steps share an update");
        for (int i = 0; i < atOnce.size(); i++) {
            assertArrayEquals(atOnce.get(i), value(later.get(i)), "after update " + i);
        }
        reader.shutdown();
    }

    private static float[] value(Future<float[]> future) {
        try {
            return future.get();
        } catch (InterruptedException | ExecutionException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void resumingGivesTheSameBits() {
        TrainSettings whole = settings(2, Divisor.GROUP, 0.5, End.atStep(41));
        Regression unbroken = Regression.on(backend, 7, 0.3f);
        Trainer.Outcome expected = fit(unbroken, whole, TrainState.begin(5));
        List<StepMetrics> unbrokenSteps = List.copyOf(steps);
        steps.clear();

        Regression first = Regression.on(backend, 7, 0.3f);
        Trainer.Outcome firstHalf = fit(first, settings(2, Divisor.GROUP, 0.5, End.atStep(18)), TrainState.begin(5));
        Regression second = Regression.on(backend, 7, 0.3f);
        first.copyTo(second);
        Trainer.Outcome resumed = fit(second, whole, firstHalf.state());

        assertEquals(expected.state(), resumed.state());
        assertEquals(unbrokenSteps, steps);
        for (Role role : List.of(Role.WEIGHT, Role.FIRST_MOMENT, Role.SECOND_MOMENT)) {
            assertArrayEquals(unbroken.store.values("hidden.weight", role), second.store.values("hidden.weight", role));
        }
    }

    @Test
    void countsStepsAsCoquiAndUpdatesPerGroup() {
        Regression net = Regression.on(backend, 5, 0);
        Trainer.Outcome outcome = fit(net, settings(2, Divisor.GROUP, 0, End.atEpoch(2)), TrainState.begin(1));
        assertEquals(10, outcome.state().step());
        assertEquals(6, outcome.state().updates());
        assertEquals(2, outcome.state().epoch());
        assertEquals(StopReason.Kind.COMPLETE, outcome.stop().kind());
        assertEquals(
                List.of(false, true, false, true, true, false, true, false, true, true),
                steps.stream().map(StepMetrics::updated).toList());
        assertEquals(
                List.of(2, 2, 2, 2, 1, 2, 2, 2, 2, 1),
                steps.stream().map(StepMetrics::divisor).toList());
        assertEquals(List.of("start 0 of 5", "end, next 1", "start 1 of 5", "end, next 2"), events);
    }

    @Test
    void accumulatingTheSameBatchIsTheSameAsOneBatch() {
        Regression once = Regression.on(backend, 1, 0);
        Regression twice = Regression.on(backend, 1, 0);
        BatchSource<Regression.Batch> same = new BatchSource<>() {
            @Override
            public int count(long epoch) {
                return 2;
            }

            @Override
            public Regression.Batch batch(long epoch, int position) {
                return twice.batch(0, 0);
            }
        };
        fit(once, settings(1, Divisor.GROUP, 0, End.atStep(1)), TrainState.begin(1));
        new Trainer<>(
                        backend,
                        twice.store,
                        twice,
                        same,
                        settings(2, Divisor.GROUP, 0, End.atStep(2)),
                        recorder,
                        TrainingController.none(),
                        () -> 0)
                .fit(TrainState.begin(1));
        assertArrayEquals(
                once.store.values("hidden.weight", Role.WEIGHT),
                twice.store.values("hidden.weight", Role.WEIGHT),
                1e-7f);
    }

    @Test
    void clipsToTheLimit() {
        Regression net = Regression.on(backend, 1, 0);
        fit(net, settings(1, Divisor.GROUP, 0.001, End.atStep(1)), TrainState.begin(1));
        assertTrue(steps.get(0).gradientNorm().orElseThrow() > 0.01, "the norm before clipping is shown");
        assertEquals(0.001, net.store.gradientNorm(), 1e-6);
    }

    @Test
    void aBatchThatIsNotFiniteLeavesTheWeightsAlone() {
        Regression net = Regression.on(backend, 10, 0);
        net.poisoned = 2;
        float[][] weights = new float[5][];
        TrainingController keep = (before, after) -> {
            weights[(int) after.step()] = net.store.values("hidden.weight", Role.WEIGHT);
            return ControlDecision.proceed(after);
        };
        Trainer.Outcome outcome =
                trainer(net, settings(1, Divisor.GROUP, 0, End.atStep(4)), keep).fit(TrainState.begin(1));
        assertArrayEquals(weights[2], weights[3], "step 2 was skipped");
        assertFalse(java.util.Arrays.equals(weights[3], weights[4]), "step 3 moved the weights");
        assertEquals(1, outcome.state().skipped());
        assertEquals(0, outcome.state().skippedInRow());
        assertEquals(3, outcome.state().updates());
        assertTrue(events.get(1).startsWith("skipped: the loss of step 2 is not finite"), events.get(1));
    }

    @Test
    void stopsAfterThreeFailuresInARow() {
        Regression net = Regression.on(backend, 10, 0);
        net.store.fill("out.weight", Role.WEIGHT, new float[] {Float.NaN, 1, 1, 1, 1, 1, 1, 1});
        Trainer.Outcome outcome = fit(net, settings(1, Divisor.GROUP, 0, End.atStep(100)), TrainState.begin(1));
        assertEquals(3, outcome.state().step());
        assertEquals(StopReason.Kind.NOT_FINITE, outcome.stop().kind());
        assertTrue(
                outcome.stop().text().contains("3 updates in a row"),
                outcome.stop().text());
    }

    @Test
    void theRateFallsAtMilestonesAndByRule() {
        TrainState start = TrainState.begin(1);
        RateSchedule steps = new RateSchedule(1e-3, List.of(2, 4), 0.5, RateSchedule.Unit.STEPS);
        assertEquals(1e-3, steps.rate(start.after(1, 100, true)), 1e-12);
        assertEquals(5e-4, steps.rate(start.after(2, 100, true)), 1e-12);
        assertEquals(2.5e-4, steps.rate(start.after(9, 100, true)), 1e-12);
        RateSchedule epochs = new RateSchedule(1e-3, List.of(2), 0.5, RateSchedule.Unit.EPOCHS);
        assertEquals(1e-3, epochs.rate(start.after(50, 100, true)), 1e-12);
        assertEquals(5e-4, epochs.rate(TrainState.at(1, 9, 2, 9)), 1e-12);
        assertEquals(2.5e-4, epochs.rate(TrainState.at(1, 9, 2, 9).scaleRate(0.5)), 1e-12);
    }

    @Test
    void aRuleCanStopAndKeepItsBest() {
        Regression net = Regression.on(backend, 10, 0);
        TrainingController rule = (before, after) -> after.step() < 3
                ? ControlDecision.proceed(after.withBest(1.0 / after.step()))
                : ControlDecision.stop(after, StopReason.Kind.RULE, "enough");
        Trainer.Outcome outcome = trainer(net, settings(1, Divisor.GROUP, 0, End.atStep(50)), rule)
                .fit(TrainState.begin(1));
        assertEquals(3, outcome.state().step());
        assertEquals(new TrainState.Best(0.5, 2), outcome.state().best().orElseThrow());
        assertEquals(new StopReason(StopReason.Kind.RULE, "enough"), outcome.stop());
    }

    @Test
    void aResumeAtAPlaceThatIsGoneSaysSo() {
        Regression net = Regression.on(backend, 3, 0);
        TrainState state = TrainState.begin(1).after(5, 10, true);
        IllegalStateException error = org.junit.jupiter.api.Assertions.assertThrows(
                IllegalStateException.class, () -> fit(net, settings(1, Divisor.GROUP, 0, End.atStep(50)), state));
        assertTrue(error.getMessage().contains("batch 5 of epoch 0, which has 3"), error.getMessage());
    }
}
