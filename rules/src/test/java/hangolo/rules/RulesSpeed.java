package hangolo.rules;

import hangolo.rules.facts.EvaluationPoint;
import hangolo.rules.replay.Recording;
import hangolo.rules.replay.Replay;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Measures the rule base: cold start, one evaluation, and a replay of 10 000. It must run in a fresh process each time; the command
 * is in docs/rules.md. Beside the time that passed stands the time of the processor, which other programs disturb less.
 */
public final class RulesSpeed {
    private static final int REPLAYED = 10_000;

    private RulesSpeed() {}

    private record Moment(long passed, long processor) {
        static Moment now() {
            return new Moment(
                    System.nanoTime(), ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime());
        }

        String since(Moment start, double divisor) {
            return String.format(
                    Locale.ROOT,
                    "%.2f (processor %.2f)",
                    (passed - start.passed) / divisor,
                    (processor - start.processor) / divisor);
        }
    }

    /** Prints the times of this process. */
    public static void main(String[] arguments) {
        Moment started = Moment.now();
        PhaseTracker tracker = PhaseTracker.start(RuleBase.shipped(), 2);
        Moment compiled = Moment.now();
        tracker.observe(point(0));
        Moment first = Moment.now();
        RuleBase rules = RuleBase.shipped();
        rules.limit(2, "patience steps");
        List<EvaluationPoint> points = new ArrayList<>();
        for (int i = 0; i < REPLAYED; i++) {
            points.add(point(i));
        }
        Moment before = Moment.now();
        Replay replay = Replay.of(rules, Recording.of(2, points));
        Moment after = Moment.now();
        Replay.of(rules, Recording.of(2, points));
        Moment again = Moment.now();
        System.out.println("cold start s " + compiled.since(started, 1e9) + ", first evaluation ms "
                + first.since(compiled, 1e6) + ", replay of " + replay.judged().size() + " s "
                + after.since(before, 1e9) + ", once more s " + again.since(after, 1e9));
    }

    private static EvaluationPoint point(int i) {
        double mel = 3.5 - 1.2 * Math.min(1, i / 8000.0) + 0.01 * Math.sin(i);
        return EvaluationPoint.of(2, 1500 + 100L * i, i, mel, 0.028).withTrainMelCe(mel - 0.05);
    }
}
