package hangolo.bench;

import hangolo.engine.AdamW;
import hangolo.engine.Backend;
import hangolo.engine.ParameterStore;
import hangolo.engine.Pass;
import hangolo.engine.cpu.CpuBackend;
import hangolo.models.xtts.FreshWeights;
import hangolo.models.xtts.GptInventory;
import hangolo.models.xtts.GptSizes;
import hangolo.models.xtts.Losses;
import hangolo.models.xtts.TrainingBatch;
import hangolo.models.xtts.TrainingGraph;
import hangolo.models.xtts.XttsGpt;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/**
 * Times the training step of XTTS v2 at full size on random weights: forward, backward and AdamW, with dropout, and the same
 * products of matrices alone, in turn. The first step touches memory for the first time and does not count.
 */
public final class StepBench {

    private StepBench() {}

    /**
     * Prints medians.
     *
     * @param arguments how many steps, 5 if none is given
     */
    public static void main(String[] arguments) throws IOException {
        int steps = arguments.length == 0 ? 5 : Integer.parseInt(arguments[0]);
        Sizes sizes = Sizes.FULL;
        List<Product> products = Product.of(sizes);
        double operations = products.stream().mapToDouble(Product::operations).sum();
        List<Double> forward = new ArrayList<>();
        List<Double> backward = new ArrayList<>();
        List<Double> update = new ArrayList<>();
        List<Double> whole = new ArrayList<>();
        List<Double> alone = new ArrayList<>();
        int threads = Runtime.getRuntime().availableProcessors();
        try (Backend backend = new CpuBackend(threads);
                ParameterStore store = store(backend, sizes.gpt())) {
            TrainingGraph graph = new TrainingGraph(new XttsGpt(store, sizes.gpt()), TrainingGraph.Settings.TRAINING);
            TrainingBatch batch = sizes.batch();
            for (int step = 1; step <= steps + 1; step++) {
                double[] seconds = step(backend, store, graph, batch, step);
                double products1 = products(products, threads);
                System.err.printf(
                        Locale.ROOT,
                        "step %d: forward %.2f s, backward %.2f s, AdamW %.2f s; products alone %.2f s%n",
                        step,
                        seconds[0],
                        seconds[1],
                        seconds[2],
                        products1);
                if (step > 1) {
                    forward.add(seconds[0]);
                    backward.add(seconds[1]);
                    update.add(seconds[2]);
                    whole.add(seconds[0] + seconds[1] + seconds[2]);
                    alone.add(products1);
                }
            }
        }
        System.out.printf(
                Locale.ROOT,
                "cpu fp32, %d threads, %d tokens a step, %.2f TFLOP in products%n"
                        + "step %.2f s (forward %.2f, backward %.2f, AdamW %.2f): %.1f tokens/s, %.0f GFLOP/s%n"
                        + "products alone %.2f s: %.0f GFLOP/s; the step reaches %.0f %% of that%n"
                        + "peak resident memory %.1f GiB%n",
                threads,
                sizes.rows(),
                operations / 1e12,
                median(whole),
                median(forward),
                median(backward),
                median(update),
                sizes.rows() / median(whole),
                operations / median(whole) / 1e9,
                median(alone),
                operations / median(alone) / 1e9,
                100 * median(alone) / median(whole),
                peakGib());
    }

    private static ParameterStore store(Backend backend, GptSizes sizes) throws IOException {
        ParameterStore store = backend.store(new GptInventory(sizes).specs(), true);
        FreshWeights.gpt(sizes, 1, 1).fill(store);
        return store;
    }

    /** Seconds of forward, backward, update. */
    private static double[] step(
            Backend backend, ParameterStore store, TrainingGraph graph, TrainingBatch batch, long step) {
        long started = System.nanoTime();
        store.zeroGradients();
        long computed;
        long differentiated;
        try (Pass pass = backend.training(1, step)) {
            Losses losses = graph.losses(pass, batch);
            pass.value(losses.total());
            computed = System.nanoTime();
            pass.backward(losses.total(), 1f);
            differentiated = System.nanoTime();
        }
        store.update(AdamW.COQUI, step, 1e-6);
        return new double[] {
            (computed - started) / 1e9, (differentiated - computed) / 1e9, (System.nanoTime() - differentiated) / 1e9
        };
    }

    private static double products(List<Product> products, int threads) {
        try (Ceiling ceiling = new Ceiling(products, threads)) {
            long started = System.nanoTime();
            ceiling.run();
            return (System.nanoTime() - started) / 1e9;
        }
    }

    private static double median(List<Double> values) {
        List<Double> sorted = new ArrayList<>(values);
        Collections.sort(sorted);
        int half = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(half) : (sorted.get(half - 1) + sorted.get(half)) / 2;
    }

    /** Peak resident memory of this process where the system tells it, else not a number. */
    private static double peakGib() throws IOException {
        Path status = Path.of("/proc/self/status");
        if (!Files.isReadable(status)) {
            return Double.NaN;
        }
        return Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("VmHWM:"))
                .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")) / (1 << 20))
                .findFirst()
                .orElse(Double.NaN);
    }
}
