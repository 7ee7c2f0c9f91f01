package hangolo.bench;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Compares the training step of XTTS v2 at full size between this engine and libtorch, each in a process of its own, after it has
 * checked at small size that both compute the same: docs/performance.md.
 */
public final class StepBench {

    private StepBench() {}

    /**
     * Prints a table; the exit code is 1 if the steps are not the same, or a measurement fails.
     *
     * @param arguments how many steps, 5 if none is given, and then the variants, all if none is given
     */
    public static void main(String[] arguments) throws InterruptedException {
        int steps = arguments.length == 0 ? 5 : Integer.parseInt(arguments[0]);
        List<Variant> variants = Variant.named(arguments, 1);
        try {
            Child.run(Map.of(), TorchCheck.class).forEach(System.out::println);
            Map<Variant, Measurement> measured = new LinkedHashMap<>();
            for (Variant variant : variants) {
                measured.put(variant, Child.measure(variant, steps, Sizes.FULL.clips()));
            }
            print(measured);
        } catch (IOException e) {
            System.err.println(e.getMessage());
            System.exit(1);
        }
    }

    private static void print(Map<Variant, Measurement> measured) {
        int tokens = Sizes.FULL.rows();
        System.out.printf(
                Locale.ROOT,
                "%nmedians; %d tokens a step, padding not counted; %d threads%n%n",
                tokens,
                Runtime.getRuntime().availableProcessors());
        System.out.println("| | step, s | forward + backward + AdamW, s | tokens/s | TFLOP in matmuls | GFLOP/s"
                + " | of the matmuls alone | peak memory, GiB |");
        System.out.println("|---|---|---|---|---|---|---|---|");
        measured.forEach((variant, m) -> System.out.printf(
                Locale.ROOT,
                "| %s | %.2f | %.2f + %.2f + %.2f | %.1f | %.2f | %.0f | %.0f %% | %.1f |%n",
                variant.title(),
                m.whole(),
                m.forward(),
                m.backward(),
                m.update(),
                m.tokensPerSecond(),
                m.operations() / 1e12,
                m.gigaflops(),
                100 * m.share(),
                m.peakGib()));
        System.out.println();
        measured.forEach((variant, m) -> {
            if (variant.own()) {
                ratios(variant, m, measured);
            }
        });
    }

    private static void ratios(Variant own, Measurement ours, Map<Variant, Measurement> measured) {
        measured.forEach((variant, theirs) -> {
            if (!variant.own()) {
                System.out.printf(
                        Locale.ROOT,
                        "%s is %.2f x as fast as %s%n",
                        own.title(),
                        theirs.whole() / ours.whole(),
                        variant.title());
            }
        });
    }
}
