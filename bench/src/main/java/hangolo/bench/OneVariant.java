package hangolo.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * Times one variant of the step in this process: forward, backward and AdamW, with dropout, and after each step the same matrix
 * multiplications alone. The first step touches memory for the first time and does not count.
 */
public final class OneVariant {

    private OneVariant() {}

    /**
     * Prints a line that {@link Measurement#read} understands.
     *
     * @param arguments variant, steps, clips
     */
    public static void main(String[] arguments) throws IOException {
        Variant variant = Variant.of(arguments[0]);
        int steps = Integer.parseInt(arguments[1]);
        Sizes sizes = Sizes.FULL.clips(Integer.parseInt(arguments[2]));
        int threads = Runtime.getRuntime().availableProcessors();
        List<MatMulShape> matmuls = MatMulShape.of(sizes, variant.rows().apply(sizes));
        List<Step.Seconds> times = new ArrayList<>();
        List<Double> ceilings = new ArrayList<>();
        try (Step step = variant.steps().make(sizes, threads)) {
            for (int number = 1; number <= steps + 1; number++) {
                Step.Seconds seconds = step.run(number);
                double ceiling = alone(variant.ceiling(), matmuls, threads);
                report(number, seconds, step.losses(), ceiling);
                if (number > 1) {
                    times.add(seconds);
                    ceilings.add(ceiling);
                }
            }
        }
        System.out.println(new Measurement(
                        median(times, Step.Seconds::forward),
                        median(times, Step.Seconds::backward),
                        median(times, Step.Seconds::update),
                        median(times, Step.Seconds::whole),
                        median(ceilings, Double::doubleValue),
                        matmuls.stream().mapToDouble(MatMulShape::operations).sum(),
                        sizes.rows(),
                        Measurement.peakOfThisProcess())
                .line());
    }

    private static void report(int number, Step.Seconds seconds, Step.LossValues losses, double matmuls) {
        System.err.printf(
                Locale.ROOT,
                "step %d: forward %.2f s, backward %.2f s, AdamW %.2f s; matmuls alone %.2f s; losses %.4f %.4f%n",
                number,
                seconds.forward(),
                seconds.backward(),
                seconds.update(),
                matmuls,
                losses.text(),
                losses.mel());
    }

    private static double alone(Ceiling.Maker maker, List<MatMulShape> matmuls, int threads) {
        try (Ceiling ceiling = maker.make(matmuls, threads)) {
            long started = System.nanoTime();
            ceiling.run();
            return (System.nanoTime() - started) / 1e9;
        }
    }

    private static <T> double median(List<T> values, ToDoubleFunction<T> what) {
        List<Double> sorted = values.stream()
                .map(what::applyAsDouble)
                .sorted(Comparator.naturalOrder())
                .toList();
        int half = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(half) : (sorted.get(half - 1) + sorted.get(half)) / 2;
    }
}
