package hangolo.bench;

import java.io.IOException;
import java.util.List;
import java.util.Locale;

/** Tokens per second of this engine's training step at full size as the batch grows. */
public final class BatchBench {

    private static final List<Integer> CLIPS = List.of(1, 2, 4, 8);

    private BatchBench() {}

    /**
     * Prints a table; the exit code is 1 if a measurement fails.
     *
     * @param arguments how many steps, 3 if none is given, and then the variants, all of Hangolo's if none is given
     */
    public static void main(String[] arguments) throws InterruptedException {
        int steps = arguments.length == 0 ? 3 : Integer.parseInt(arguments[0]);
        System.out.println("| | clips | tokens | step, s | tokens/s | of the matmuls alone | peak memory, GiB |");
        System.out.println("|---|---|---|---|---|---|---|");
        try {
            for (Variant variant : Variant.named(arguments, 1)) {
                for (int clips : variant.own() ? CLIPS : List.<Integer>of()) {
                    Measurement m = Child.measure(variant, steps, clips);
                    System.out.printf(
                            Locale.ROOT,
                            "| %s | %d | %d | %.2f | %.1f | %.0f %% | %.1f |%n",
                            variant.title(),
                            clips,
                            m.tokens(),
                            m.whole(),
                            m.tokensPerSecond(),
                            100 * m.share(),
                            m.peakGib());
                }
            }
        } catch (IOException e) {
            System.err.println(e.getMessage());
            System.exit(1);
        }
    }
}
