package hangolo.engine.cpu;

import hangolo.engine.Backend;
import hangolo.engine.CheckedPass;
import hangolo.engine.MemoryMode;
import hangolo.engine.ParameterSpec;
import hangolo.engine.ParameterStore;
import hangolo.engine.Pass;
import hangolo.engine.Precision;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.nd4j.linalg.factory.Nd4j;

/** Training and inference on the processor. */
public final class CpuBackend implements Backend {

    private final ThreadPool workers;
    private final Arena arena = new Arena();
    private final Optional<Arena> ofOneBlock;
    private final Precision precision;
    private boolean busy;
    private int pagesOfTraining;

    /** A backend with one thread per core, in 32-bit numbers. */
    public CpuBackend() {
        this(Runtime.getRuntime().availableProcessors());
    }

    /** A backend with that many threads, in 32-bit numbers. */
    public CpuBackend(int threads) {
        this(threads, Precision.FP32);
    }

    /** A backend with that many threads. */
    public CpuBackend(int threads, Precision precision) {
        this(threads, precision, MemoryMode.NORMAL);
    }

    /**
     * A backend with that many threads; results differ in the last bits between thread counts.
     *
     * @param precision see {@link #precision}
     * @param memory how much of it training may take
     */
    public CpuBackend(int threads, Precision precision, MemoryMode memory) {
        if (threads < 1) {
            throw new IllegalArgumentException("the cpu backend needs at least one thread, asked for " + threads);
        }
        if (precision == Precision.BF16 && fastest() != Precision.BF16) {
            throw new IllegalArgumentException("this processor does not multiply bf16 numbers (it has neither"
                    + " AVX512_BF16 nor AMX); use --precision fp32");
        }
        this.workers = new ThreadPool(threads);
        this.precision = precision;
        this.ofOneBlock = memory == MemoryMode.LOW ? Optional.of(new Arena()) : Optional.empty();
        load();
    }

    /** Loads the libraries in the background, so that the first backend need not wait as long; it is that one that tells what fails. */
    public static void loadAhead() {
        CompletableFuture.runAsync(() -> {
            fastest();
            load();
        });
    }

    /** One thread at a time: libraries that load each other may wait for each other forever. */
    private static synchronized void load() {
        CpuNd4jClassLoader.choose();
        Nd4j.getBackend(); // ND4J sets the library's threads when it starts: start it first
        Blas.oneThread();
    }

    @Override
    public String name() {
        return "cpu";
    }

    @Override
    public String description() {
        return String.format(
                Locale.ROOT,
                "cpu: %d threads, %s%s (%s)",
                workers.threads(),
                precision == Precision.BF16 ? "bf16, oneDNN" : "fp32, OpenBLAS",
                ofOneBlock.isPresent() ? ", little memory" : "",
                System.getProperty("os.arch"));
    }

    /** Bytes of working memory that are held. */
    public long workingBytes() {
        return arena.bytes() + ofOneBlock.map(Arena::bytes).orElse(0L);
    }

    /** BF16 if the processor multiplies such numbers itself (AVX512_BF16 or AMX), else FP32. */
    public static synchronized Precision fastest() {
        return OneDnn.multipliesHalves() ? Precision.BF16 : Precision.FP32;
    }

    @Override
    public Precision precision() {
        return precision;
    }

    @Override
    public ParameterStore store(List<ParameterSpec> specs, boolean trainable, Precision products) {
        boolean keepRounded = !trainable || ofOneBlock.isEmpty();
        return new CpuStore(workers, specs, trainable, products, keepRounded);
    }

    @Override
    public Pass training(long seed, long step) {
        return open(true, seed, step);
    }

    @Override
    public Pass inference() {
        return open(false, 0, 0);
    }

    private Pass open(boolean training, long seed, long step) {
        if (busy) {
            throw new IllegalStateException("the pass before is still open: close it first");
        }
        busy = true;
        Tape tape = new Tape(workers, arena, ofOneBlock, precision, training, seed, step);
        return new CheckedPass(new CpuPass(tape, () -> closed(training)));
    }

    /** With little memory, what inference took beyond training is given back: the packed weights of a generation are large. */
    private void closed(boolean training) {
        busy = false;
        if (training) {
            pagesOfTraining = arena.pages();
        } else if (ofOneBlock.isPresent()) {
            arena.keep(pagesOfTraining);
        }
    }

    @Override
    public void close() {
        workers.close();
        arena.close();
        ofOneBlock.ifPresent(Arena::close);
    }
}
