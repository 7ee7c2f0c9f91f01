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

/** Training and inference on the CPU. */
public final class CpuBackend implements Backend {

    private final ThreadPool pool;
    private final Arena arena = new Arena();
    private final Optional<Arena> blockArena;
    private final Precision precision;
    private boolean busy;
    private int trainingBlocks;

    /** A backend with one thread per core, in fp32. */
    public CpuBackend() {
        this(Runtime.getRuntime().availableProcessors());
    }

    /** A backend with that many threads, in fp32. */
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
            throw new IllegalArgumentException("this processor does not compute in bf16 (it has neither"
                    + " AVX512_BF16 nor AMX); use --precision fp32");
        }
        this.pool = new ThreadPool(threads);
        this.precision = precision;
        this.blockArena = memory == MemoryMode.LOW ? Optional.of(new Arena()) : Optional.empty();
        load();
    }

    /** Loads the native libraries in the background, so that the first backend opens faster; errors are reported by that backend. */
    public static void loadAhead() {
        CompletableFuture.runAsync(() -> {
            fastest();
            load();
        });
    }

    /** Synchronized: libraries that load each other concurrently can deadlock. */
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
                pool.threads(),
                precision == Precision.BF16 ? "bf16, oneDNN" : "fp32, OpenBLAS",
                blockArena.isPresent() ? ", activation checkpointing" : "",
                System.getProperty("os.arch"));
    }

    /** Bytes of memory that passes hold. */
    public long workingBytes() {
        return arena.bytes() + blockArena.map(Arena::bytes).orElse(0L);
    }

    /** BF16 if the processor computes in it (AVX512_BF16 or AMX), else FP32. */
    public static synchronized Precision fastest() {
        return OneDnn.supportsBf16() ? Precision.BF16 : Precision.FP32;
    }

    @Override
    public Precision precision() {
        return precision;
    }

    @Override
    public ParameterStore store(List<ParameterSpec> specs, boolean trainable, Precision weightPrecision) {
        boolean keepBf16 = !trainable || blockArena.isEmpty();
        return new CpuStore(pool, specs, trainable, weightPrecision, keepBf16);
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
            throw new IllegalStateException("the previous pass is still open: close it first");
        }
        busy = true;
        Tape tape = new Tape(pool, arena, blockArena, precision, training, seed, step);
        return new CheckedPass(new CpuPass(tape, () -> closed(training)));
    }

    /** With {@link MemoryMode#LOW}, memory that inference took beyond training is freed: the packed weights of a generation are large. */
    private void closed(boolean training) {
        busy = false;
        if (training) {
            trainingBlocks = arena.blocks();
        } else if (blockArena.isPresent()) {
            arena.trim(trainingBlocks);
        }
    }

    @Override
    public void close() {
        pool.close();
        arena.close();
        blockArena.ifPresent(Arena::close);
    }
}
