package hangolo.rules;

import hangolo.rules.facts.EvaluationPoint;
import java.util.Locale;

/** Measures the rule base: cold start, one evaluation, and a replay. Run it in a fresh process each time. */
public final class RulesSpeed {
    private static final int REPLAYED = 10_000;

    private RulesSpeed() {}

    /** Prints the figures of this process. */
    public static void main(String[] arguments) {
        long started = System.nanoTime();
        Supervisor supervisor = Supervisor.start(RuleBase.shipped(), 2);
        long compiled = System.nanoTime();
        supervisor.observe(point(0));
        long first = System.nanoTime();
        for (int i = 1; i <= REPLAYED; i++) {
            supervisor.observe(point(i));
        }
        long replayed = System.nanoTime();
        for (int i = REPLAYED + 1; i <= 2 * REPLAYED; i++) {
            supervisor.observe(point(i));
        }
        long again = System.nanoTime();
        System.out.printf(
                Locale.ROOT,
                "compile %.2f s, first evaluation %.1f ms, next %d: %.2f s, again %.2f s%n",
                (compiled - started) / 1e9,
                (first - compiled) / 1e6,
                REPLAYED,
                (replayed - first) / 1e9,
                (again - replayed) / 1e9);
    }

    private static EvaluationPoint point(int i) {
        double mel = 3.5 - 1.2 * Math.min(1, i / 8000.0) + 0.01 * Math.sin(i);
        return EvaluationPoint.of(2, 1500 + 100L * i, i, mel, 0.028).withTrainMelCe(mel - 0.05);
    }
}
