package hangolo.bench;

import hangolo.engine.AdamW;
import hangolo.engine.MemoryMode;
import hangolo.engine.ParameterStore;
import hangolo.engine.Pass;
import hangolo.engine.Precision;
import hangolo.engine.cuda.CudaBackend;
import hangolo.engine.cuda.Profile;
import hangolo.models.xtts.gpt.GptParameterSpecs;
import hangolo.models.xtts.gpt.XttsGpt;
import hangolo.models.xtts.training.TrainingBatch;
import hangolo.models.xtts.training.TrainingGraph;
import hangolo.models.xtts.training.WeightInit;
import hangolo.models.xtts.training.XttsLosses;
import java.io.IOException;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;

/**
 * The training step on a GPU: forward, backward and AdamW with dropout, on random weights.
 *
 * @param precision of matrix multiplications
 * @param memory what a step may take
 * @param tokens rows of the transformer in a step
 * @param median seconds of a step
 * @param least seconds of the fastest step
 * @param held bytes of GPU memory that are held
 * @param loss after the last step
 * @param uses how long each kernel takes in one step when kernels run synchronously
 */
record GpuStep(
        Precision precision,
        MemoryMode memory,
        int tokens,
        double median,
        double least,
        long held,
        double loss,
        Map<String, Profile.Use> uses) {

    private static final int WARM_UP = 5;
    private static final double RATE = 1e-6;

    static GpuStep measure(Sizes sizes, Precision precision, MemoryMode memory, int steps) throws IOException {
        try (CudaBackend backend = CudaBackend.open(precision, memory)) {
            long free = backend.freeBytes();
            try (ParameterStore store = backend.store(new GptParameterSpecs(sizes.gpt()).specs(), true, precision)) {
                WeightInit.gpt(sizes.gpt(), 1, 1).fill(store);
                TrainingGraph graph =
                        new TrainingGraph(new XttsGpt(store, sizes.gpt()), TrainingGraph.Settings.TRAINING);
                TrainingBatch batch = sizes.batch();
                double[] seconds = new double[steps];
                double loss = 0;
                for (int step = 1; step <= WARM_UP + steps; step++) {
                    long started = System.nanoTime();
                    loss = step(backend, store, graph, batch, step);
                    if (step > WARM_UP) {
                        seconds[step - WARM_UP - 1] = (System.nanoTime() - started) / 1e9;
                    }
                }
                long held = free - backend.freeBytes();
                Profile profile = backend.profile(() -> step(backend, store, graph, batch, WARM_UP + steps + 1));
                Arrays.sort(seconds);
                return new GpuStep(
                        precision, memory, sizes.rows(), seconds[steps / 2], seconds[0], held, loss, profile.uses());
            }
        }
    }

    /** Reading the loss after the update waits for the whole step. */
    private static double step(
            CudaBackend backend, ParameterStore store, TrainingGraph graph, TrainingBatch batch, long step) {
        store.zeroGradients();
        try (Pass pass = backend.training(1, step)) {
            XttsLosses losses = graph.losses(pass, batch);
            pass.backward(losses.total(), 1f);
            store.update(AdamW.COQUI, step, RATE);
            return pass.value(losses.total());
        }
    }

    void print(PrintStream out) {
        out.printf(
                Locale.ROOT,
                "step %s, memory %s: %.2f ms median, %.2f ms least, %d tokens, %.2f GB of GPU memory, loss %.4f%n",
                precision,
                memory,
                1e3 * median,
                1e3 * least,
                tokens,
                held / 1e9,
                loss);
        uses.entrySet().stream()
                .sorted(Comparator.comparingDouble((Map.Entry<String, Profile.Use> use) ->
                                use.getValue().seconds())
                        .reversed())
                .forEach(use -> out.printf(
                        Locale.ROOT,
                        "  %-24s %5d times %8.3f ms%n",
                        use.getKey(),
                        use.getValue().times(),
                        1e3 * use.getValue().seconds()));
    }
}
