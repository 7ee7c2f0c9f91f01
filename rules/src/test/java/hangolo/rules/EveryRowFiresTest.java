package hangolo.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;

import hangolo.rules.audit.Firing;
import hangolo.rules.facts.AudioFacts;
import hangolo.rules.facts.AudioMeasure;
import hangolo.rules.facts.EvaluationPoint;
import hangolo.rules.facts.FinalFacts;
import hangolo.rules.facts.ListenerScores;
import hangolo.rules.facts.MachineState;
import hangolo.rules.facts.PhaseHistory;
import hangolo.rules.facts.PhaseResult;
import hangolo.rules.facts.RunProgress;
import hangolo.rules.facts.Trend;
import hangolo.rules.table.RuleBook;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** A row that nothing can fire is a mistake in the table: here every one fires at least once. */
class EveryRowFiresTest {
    private final Set<String> fired = new TreeSet<>();
    private final OptionalDouble none = OptionalDouble.empty();

    private void note(List<Firing> firings) {
        firings.forEach(firing -> fired.add(firing.rule()));
    }

    private Trend train(int phase, double[][] melTextTrain, List<List<AudioFacts>> audio, MachineState machine) {
        PhaseTracker tracker = PhaseTracker.start(Shipped.RULES, phase);
        for (int i = 0; i < melTextTrain.length; i++) {
            double[] losses = melTextTrain[i];
            EvaluationPoint point =
                    EvaluationPoint.of(phase, 100L * i, 0, losses[0], losses[1]).withTrainMelCe(losses[2]);
            note(tracker.observe(point, audio.isEmpty() ? List.of() : audio.get(i), machine)
                    .fired());
        }
        return tracker.trend();
    }

    private void decide(FinalFacts facts) {
        note(Shipped.RULES.decide(facts).fired());
    }

    @Test
    void everyRowFires() {
        trainings();
        audio();
        decisions();
        checklists();
        Set<String> missing =
                new TreeSet<>(new RuleBook(Shipped.RULES.files()).sources().keySet());
        missing.removeAll(fired);
        assertEquals(Set.of(), missing);
    }

    private void trainings() {
        MachineState poor = MachineState.unknown().withGpuUse(50).withDisk(OptionalDouble.of(1), none);
        train(2, new double[][] {{3.5, 0.028, 3}, {4.0, 0.041, 3}, {Double.NaN, 0.028, 3}}, List.of(), poor);
        train(2, new double[][] {{3.5, 0.05, 3}, {3.5, 0.06, 3}}, List.of(), poor);
        for (double best : new double[] {3.5, 2.4, 1.9}) {
            double[][] rising = new double[7][];
            for (int i = 0; i < rising.length; i++) {
                rising[i] = new double[] {best + 0.02 * i, i == 3 ? 0.035 : 0.024, 3 - 0.1 * i};
            }
            train(2, rising, List.of(), MachineState.unknown());
        }
    }

    private void audio() {
        AudioFacts start = AudioFacts.of("a").withStopTokenReached(true);
        AudioFacts low = start.withStopTokenReached(false);
        AudioFacts high = start;
        double[] starts = {0.1, -60, 0.1, 0.1, -20, 200, 10, 0.9, 1, 0.9};
        for (AudioMeasure measure : AudioMeasure.values()) {
            double value = starts[measure.ordinal()];
            start = start.with(measure, value);
            low = low.with(measure, measure == AudioMeasure.LEVEL_DB ? value - 30 : value * 0.3);
            high = high.with(measure, measure == AudioMeasure.LEVEL_DB ? value + 30 : value + Math.abs(value) * 5);
        }
        high = high.with(AudioMeasure.TRAILING_NOISE_DB, 0);
        double[][] losses = {{3.5, 0.028, 3}, {3.4, 0.028, 3}, {3.3, 0.028, 3}};
        train(2, losses, List.of(List.of(start), List.of(low), List.of(high)), MachineState.unknown());
        for (double melCe : new double[] {2.4, 3.6}) {
            decide(FinalFacts.of(melCe, 0.028).withSamples(List.of(low), List.of(start)));
            decide(FinalFacts.of(1.9, 0.024).withSamples(List.of(start), List.of(start)));
        }
    }

    private void decisions() {
        double[][] still = {{3.0, 0.028, 3}, {2.9, 0.028, 3}, {2.8, 0.028, 3}, {2.7, 0.028, 3}};
        Trend falling = train(2, still, List.of(), MachineState.unknown());
        double[][] flat = {
            {3.0, 0.02, 3}, {3.0, 0.02, 3}, {3.0, 0.02, 3}, {3.0, 0.02, 3}, {3.0, 0.02, 3}, {3.0, 0.02, 3}
        };
        Trend plateau = train(2, flat, List.of(), MachineState.unknown());
        PhaseHistory heard = PhaseHistory.ofPhase1(PhaseResult.of(2.9, 0.028).heardAs(ListenerScores.overall(8.2)));
        for (double melCe : new double[] {1.9, 2.2, 2.4, 2.7, 2.9, 3.2, 3.4, 3.6, 6}) {
            FinalFacts facts = FinalFacts.of(melCe, 0.024);
            decide(facts);
            decide(facts.with(heard));
            decide(facts.after(2, falling, true));
            decide(facts.after(2, plateau, false));
            decide(facts.withSamples(List.of(), List.of()));
            decide(FinalFacts.of(melCe, 0.041));
            for (double quality : new double[] {8, 8.5, 8.8, 9.2, 9.6}) {
                decide(facts.heardAs(ListenerScores.overall(quality)));
                decide(facts.with(heard).heardAs(ListenerScores.overall(quality)));
                decide(facts.after(2, falling, true).heardAs(ListenerScores.overall(quality)));
            }
        }
        decide(FinalFacts.of(none, none));
    }

    private void checklists() {
        note(Shipped.RULES.preflight(MachineState.unknown()).fired());
        note(Shipped.RULES.during(MachineState.unknown(), RunProgress.unknown()).fired());
        note(Shipped.RULES.after(RunProgress.unknown()).fired());
    }
}
