package hangolo.engine.cuda;

import static org.bytedeco.cuda.global.cudart.CU_STREAM_NON_BLOCKING;
import static org.bytedeco.cuda.global.cudart.cuCtxSetCurrent;
import static org.bytedeco.cuda.global.cudart.cuDevicePrimaryCtxRelease;
import static org.bytedeco.cuda.global.cudart.cuDevicePrimaryCtxRetain;
import static org.bytedeco.cuda.global.cudart.cuInit;
import static org.bytedeco.cuda.global.cudart.cuMemAlloc;
import static org.bytedeco.cuda.global.cudart.cuMemFree;
import static org.bytedeco.cuda.global.cudart.cuMemGetInfo;
import static org.bytedeco.cuda.global.cudart.cuMemcpyDtoDAsync;
import static org.bytedeco.cuda.global.cudart.cuMemsetD32Async;
import static org.bytedeco.cuda.global.cudart.cuStreamCreate;
import static org.bytedeco.cuda.global.cudart.cuStreamDestroy;
import static org.bytedeco.cuda.global.cudart.cuStreamSynchronize;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.bytedeco.cuda.cudart.CUctx_st;
import org.bytedeco.cuda.cudart.CUstream_st;
import org.bytedeco.javacpp.SizeTPointer;

/**
 * A card that is in use: memory, kernels, products. All work is done in the order of the calls, on one stream; only
 * {@link #download} waits for it. Parameters are read on a second one. Calls may come from several threads: weights are read and
 * written by all processors. Addresses are the card's.
 */
final class Device implements AutoCloseable {

    /** More blocks than any card runs at the same time. */
    private static final int MOST_BLOCKS = 1 << 14;

    private final Gpu card;
    private final CUctx_st context = new CUctx_st();
    private final CUstream_st stream = new CUstream_st();
    private final Kernels kernels;
    private final CublasLt products;
    private final long workspace;
    private final PinnedBuffer transfer;
    private final CopyStream second;
    private Optional<Profile> profile = Optional.empty();
    private Thread bound = Thread.currentThread();

    /**
     * Takes a card into use.
     *
     * @param card which one
     * @param cache folder for compiled kernels
     */
    Device(Gpu card, Path cache) {
        this.card = card;
        Status.driver(cuInit(0), "start the driver");
        Status.driver(cuDevicePrimaryCtxRetain(context, card.index()), "use " + card.name());
        Status.driver(cuCtxSetCurrent(context), "use " + card.name());
        Status.driver(cuStreamCreate(stream, CU_STREAM_NON_BLOCKING), "make a stream");
        this.transfer = new PinnedBuffer(stream);
        this.second = new CopyStream(context);
        this.kernels = new Kernels(KernelImages.of(cache, card.architecture()), KernelSource.shipped());
        this.workspace = allocate(CublasLt.WORKSPACE);
        this.products = new CublasLt(workspace);
    }

    Gpu card() {
        return card;
    }

    /** Memory that holds anything. */
    synchronized long allocate(long bytes) {
        bind();
        long[] address = new long[1];
        Status.driver(
                cuMemAlloc(address, Math.max(1, bytes)),
                String.format(Locale.ROOT, "%.0f MB more asked for", Math.ceil(bytes / 1e6)));
        return address[0];
    }

    /** Waits for all work, which may still read that memory, and gives it back. */
    synchronized void free(long address) {
        bind();
        finish();
        Status.driver(cuMemFree(address), "free memory");
    }

    /** Sets that many 32-bit numbers to one value. */
    void fill(long address, long count, float value) {
        if (count > 0) {
            int bits = Float.floatToRawIntBits(value);
            timed("fill", () -> Status.driver(cuMemsetD32Async(address, bits, count, stream), "fill memory"));
        }
    }

    void copy(long from, long to, long bytes) {
        if (bytes > 0) {
            timed("copy", () -> Status.driver(cuMemcpyDtoDAsync(to, from, bytes, stream), "copy on the card"));
        }
    }

    synchronized void upload(long address, float[] values, int length) {
        bind();
        transfer.upload(address, values, length);
    }

    synchronized void upload(long address, int[] values) {
        bind();
        transfer.upload(address, values);
    }

    /** Waits for all work, then copies. */
    synchronized void download(long address, float[] values, int length) {
        bind();
        transfer.download(address, values, length);
    }

    /** Parameters are what they are after all that was asked for until now; {@link #downloadSettled} reads them so. */
    synchronized void settle() {
        bind();
        second.follow(stream);
    }

    /** Copies parameters as they were when they were settled last, while other work goes on that does not change them. */
    void downloadSettled(long address, float[] values, int length) {
        second.download(address, values, length);
    }

    /** Starts a kernel that strides over {@code count} values, the last of its arguments. */
    void each(String kernel, long count, Number... arguments) {
        if (count > 0) {
            Number[] all = Arrays.copyOf(arguments, arguments.length + 1);
            all[arguments.length] = count;
            launch(kernel, blocks(count), all);
        }
    }

    /** The blocks of {@link #each}. */
    static int blocks(long count) {
        return (int) Math.min((count + Kernels.THREADS - 1) / Kernels.THREADS, MOST_BLOCKS);
    }

    /** Starts a kernel in that many blocks. */
    void launch(String kernel, int blocks, Number... arguments) {
        start(kernel, blocks, Kernels.THREADS, arguments);
    }

    /** Starts a kernel with a block for each row; a row has {@code width} values. */
    void rows(String kernel, int rows, int width, Number... arguments) {
        start(kernel, rows, Kernels.threads(width), arguments);
    }

    private void start(String kernel, int blocks, int threads, Number... arguments) {
        if (blocks > 0) {
            timed(kernel, () -> kernels.launch(stream, kernel, blocks, threads, arguments));
        }
    }

    void multiply(Gemm product) {
        if (product.m() > 0 && product.n() > 0 && product.k() > 0 && product.batches() > 0) {
            timed("product in " + product.a().type(), () -> products.multiply(stream, product));
        }
    }

    private synchronized void timed(String name, Runnable work) {
        bind();
        if (profile.isEmpty()) {
            work.run();
            return;
        }
        finish();
        long started = System.nanoTime();
        work.run();
        finish();
        profile.get().add(name, (System.nanoTime() - started) / 1e9);
    }

    private void finish() {
        transfer.finish();
    }

    /** Measures all kernels, products, fills and copies from now on, which slows everything down; or stops. */
    synchronized void profile(Optional<Profile> into) {
        profile = into;
    }

    /** Memory of the card that nobody holds. */
    synchronized long freeBytes() {
        bind();
        try (SizeTPointer free = new SizeTPointer(1);
                SizeTPointer total = new SizeTPointer(1)) {
            Status.driver(cuMemGetInfo(free, total), "ask for free memory");
            return free.get();
        }
    }

    /** A context belongs to threads: gives it to the thread that calls. */
    private void bind() {
        if (bound != Thread.currentThread()) {
            Status.driver(cuCtxSetCurrent(context), "use " + card.name());
            bound = Thread.currentThread();
        }
    }

    @Override
    public void close() {
        bind();
        cuStreamSynchronize(stream);
        products.close();
        kernels.close();
        cuMemFree(workspace);
        second.close();
        transfer.close();
        cuStreamDestroy(stream);
        cuDevicePrimaryCtxRelease(card.index());
    }
}
