package hangolo.engine.cpu;

import hangolo.engine.Backend;
import hangolo.engine.CheckedPass;
import hangolo.engine.ParameterSpec;
import hangolo.engine.ParameterStore;
import hangolo.engine.Pass;
import java.util.List;
import java.util.Locale;

/** Training and inference on the processor, in 32-bit numbers. */
public final class CpuBackend implements Backend {

    private final Workers workers;
    private final Arena arena = new Arena();
    private boolean busy;

    /** A backend with one thread per core. */
    public CpuBackend() {
        this(Runtime.getRuntime().availableProcessors());
    }

    /** A backend with that many threads; results differ in the last bits between thread counts. */
    public CpuBackend(int threads) {
        if (threads < 1) {
            throw new IllegalArgumentException("the cpu backend needs at least one thread, asked for " + threads);
        }
        this.workers = new Workers(threads);
        new Page(1).close(); // ND4J sets the library's threads when it starts: start it first
        Blas.oneThread();
    }

    @Override
    public String name() {
        return "cpu";
    }

    @Override
    public String description() {
        return String.format(
                Locale.ROOT, "cpu: %d threads, fp32, OpenBLAS (%s)", workers.threads(), System.getProperty("os.arch"));
    }

    /** Bytes of working memory that the largest pass so far needed. */
    public long workingBytes() {
        return arena.bytes();
    }

    @Override
    public ParameterStore store(List<ParameterSpec> specs, boolean trainable) {
        return new CpuStore(workers, specs, trainable);
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
        return new CheckedPass(new CpuPass(new Tape(workers, arena, training, seed, step), () -> {
            arena.reset();
            busy = false;
        }));
    }

    @Override
    public void close() {
        workers.close();
        arena.close();
    }
}
