package hangolo.bench;

import hangolo.engine.AdamW;
import hangolo.engine.Backend;
import hangolo.engine.ParameterStore;
import hangolo.engine.Pass;
import hangolo.engine.cpu.CpuBackend;
import hangolo.models.weights.TensorSource;
import hangolo.models.weights.checkpoint.CheckpointFile;
import hangolo.models.weights.checkpoint.CheckpointLosses;
import hangolo.models.weights.checkpoint.TrainingCheckpoint;
import hangolo.models.weights.file.TorchWriter;
import hangolo.models.weights.file.WeightFile;
import hangolo.models.xtts.gpt.GptParameterSpecs;
import hangolo.models.xtts.gpt.XttsGpt;
import hangolo.models.xtts.nn.StateDict;
import hangolo.models.xtts.training.TrainingBatch;
import hangolo.models.xtts.training.TrainingGraph;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

/**
 * Times reading and writing of weight files at full size: a {@code model.pth} of 1.9 GB and a checkpoint of 5.6 GB, both of random
 * values; and what a checkpoint in the background costs the training. The files are made in a folder that is named, and stay there.
 */
public final class FileBench {

    private static final int ROUNDS = 3;
    private static final long VOCODER = 26_000_000;
    private static final long DVAE = 53_000_000;

    private FileBench() {}

    /**
     * Prints seconds.
     *
     * @param arguments a folder with 13 GB of free disk, and how many training steps are timed, 0 if nothing is said
     */
    public static void main(String[] arguments) throws IOException {
        Path folder = Files.createDirectories(Path.of(arguments[0]));
        timed("made model.pth and dvae.pth", () -> makeModel(folder));
        int threads = Runtime.getRuntime().availableProcessors();
        int steps = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 0;
        if (steps > 0) {
            try (Backend backend = new CpuBackend(threads, CpuBackend.fastest());
                    ParameterStore store = store(backend)) {
                read(folder.resolve("model.pth"), store);
                steps(folder, store, backend, steps);
            }
            return;
        }
        Path checkpoint = folder.resolve("checkpoint_1.pth");
        for (int round = 0; round < ROUNDS; round++) {
            try (Backend backend = new CpuBackend(threads, CpuBackend.fastest());
                    ParameterStore store = timed("memory for a trainable model", () -> store(backend))) {
                timed("read model.pth", () -> read(folder.resolve("model.pth"), store));
                long begun = System.nanoTime();
                timed("write checkpoint, on disk", () -> write(checkpoint, folder, store, () -> read(begun)));
                timed("read checkpoint: weights", () -> read(checkpoint, store));
                timed("read checkpoint: moments", () -> restore(checkpoint, store));
            }
        }
    }

    /** Steps with and without a checkpoint in the background: what it costs the training. */
    private static void steps(Path folder, ParameterStore store, Backend backend, int steps) throws IOException {
        TrainingGraph graph = new TrainingGraph(new XttsGpt(store, Sizes.FULL.gpt()), TrainingGraph.Settings.TRAINING);
        TrainingBatch batch = Sizes.FULL.batch();
        CountDownLatch read = new CountDownLatch(0);
        CompletableFuture<Void> written = CompletableFuture.completedFuture(null);
        for (int step = 1; step <= steps; step++) {
            long started = System.nanoTime();
            store.zeroGradients();
            try (Pass pass = backend.training(1, step)) {
                hangolo.models.xtts.training.XttsLosses losses = graph.losses(pass, batch);
                pass.value(losses.total());
                pass.backward(losses.total(), 1f);
            }
            long computed = System.nanoTime();
            await(read);
            long free = System.nanoTime();
            store.update(AdamW.COQUI, step, 1e-6);
            System.out.printf(
                    Locale.ROOT,
                    "%s, step %d: forward and backward %.2f s, waited %.2f s, update %.2f s; file complete: %s%n",
                    backend.precision(),
                    step,
                    (computed - started) / 1e9,
                    (free - computed) / 1e9,
                    (System.nanoTime() - free) / 1e9,
                    written.isDone());
            if (step % 3 == 2) {
                CountDownLatch latch = new CountDownLatch(1);
                long begun = System.nanoTime();
                written = CompletableFuture.runAsync(() -> write(folder.resolve("step.pth"), folder, store, () -> {
                            latch.countDown();
                            read(begun);
                        }))
                        .thenRun(() -> System.out.printf(
                                Locale.ROOT, "  complete after %.2f s%n", (System.nanoTime() - begun) / 1e9));
                read = latch;
            }
        }
        written.join();
    }

    private static void read(long begun) {
        System.out.printf(Locale.ROOT, "  read after %.2f s%n", (System.nanoTime() - begun) / 1e9);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What is timed. */
    private interface Work<T> {
        T run() throws IOException;
    }

    private static <T> T timed(String what, Work<T> work) throws IOException {
        long started = System.nanoTime();
        double busy = processorSeconds();
        T result = work.run();
        System.out.printf(
                Locale.ROOT,
                "%-30s %6.2f s, %6.2f s of processors%n",
                what,
                (System.nanoTime() - started) / 1e9,
                processorSeconds() - busy);
        return result;
    }

    private static double processorSeconds() {
        return ProcessHandle.current()
                        .info()
                        .totalCpuDuration()
                        .orElse(Duration.ZERO)
                        .toNanos()
                / 1e9;
    }

    private static ParameterStore store(Backend backend) {
        return backend.store(new GptParameterSpecs(Sizes.FULL.gpt()).specs(), true, backend.precision());
    }

    private static Path makeModel(Path folder) {
        Map<String, Object> tensors = new LinkedHashMap<>();
        new GptParameterSpecs(Sizes.FULL.gpt())
                .specs()
                .forEach(spec -> put(
                        tensors,
                        "gpt." + spec.name(),
                        Arrays.stream(spec.shape()).asLongStream().toArray()));
        put(tensors, "hifigan_decoder.w", VOCODER);
        TorchWriter.write(folder.resolve("model.pth"), Map.of("model", tensors));
        Map<String, Object> dvae = new LinkedHashMap<>();
        put(dvae, "w", DVAE);
        TorchWriter.write(folder.resolve("dvae.pth"), dvae);
        return folder;
    }

    private static void put(Map<String, Object> tensors, String name, long... shape) {
        SplittableRandom random = new SplittableRandom(tensors.size());
        tensors.put(name, TensorSource.of(name, shape, (offset, chunk, length) -> {
            for (int i = 0; i < length; i++) {
                chunk[i] = (float) (random.nextDouble() - 0.5) / 8;
            }
        }));
    }

    private static Path read(Path file, ParameterStore store) throws IOException {
        try (WeightFile weights = WeightFile.open(file)) {
            StateDict all = StateDict.of(weights);
            (all.hasPrefix("xtts.") ? all.under("xtts.") : all).under("gpt.").fill(store);
        }
        return file;
    }

    private static Path write(Path file, Path folder, ParameterStore store, Runnable read) {
        new TrainingCheckpoint(
                        Map.of(),
                        1e-6,
                        1,
                        1,
                        0,
                        "",
                        new CheckpointLosses(OptionalDouble.empty(), OptionalDouble.empty()),
                        Map.of())
                .write(file, folder, store, AdamW.COQUI, read);
        return file;
    }

    private static Path restore(Path file, ParameterStore store) throws IOException {
        try (CheckpointFile checkpoint = CheckpointFile.read(file)) {
            TrainingCheckpoint.restore(checkpoint.optimizer().orElseThrow(), store);
        }
        return file;
    }
}
