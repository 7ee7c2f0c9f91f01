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
 * An open GPU: memory, kernels, matrix multiplications. All work runs in the order of the calls on one stream; only {@link #download}
 * waits for it. Parameters are read on a second stream. Thread safe, since weights are read and written by several threads.
 * Addresses are device addresses.
 */
final class Device implements AutoCloseable {

    /** More blocks than any GPU runs concurrently. */
    private static final int MOST_BLOCKS = 1 << 14;

    private final Gpu gpu;
    private final CUctx_st context = new CUctx_st();
    private final CUstream_st stream = new CUstream_st();
    private final Kernels kernels;
    private final CublasLt cublas;
    private final long workspace;
    private final PinnedBuffer transfer;
    private final CopyStream copyStream;
    private Optional<Profile> profile = Optional.empty();
    private Thread bound = Thread.currentThread();

    /**
     * Opens a GPU.
     *
     * @param gpu which one
     * @param cache folder for compiled kernels
     */
    Device(Gpu gpu, Path cache) {
        this.gpu = gpu;
        Status.driver(cuInit(0), "start the driver");
        Status.driver(cuDevicePrimaryCtxRetain(context, gpu.index()), "use " + gpu.name());
        Status.driver(cuCtxSetCurrent(context), "use " + gpu.name());
        Status.driver(cuStreamCreate(stream, CU_STREAM_NON_BLOCKING), "create a stream");
        this.transfer = new PinnedBuffer(stream);
        this.copyStream = new CopyStream(context);
        this.kernels = new Kernels(KernelImages.of(cache, gpu.architecture()), KernelSource.shipped());
        this.workspace = allocate(CublasLt.WORKSPACE);
        this.cublas = new CublasLt(workspace);
    }

    Gpu gpu() {
        return gpu;
    }

    /** Allocates uninitialised memory. */
    synchronized long allocate(long bytes) {
        bind();
        long[] address = new long[1];
        Status.driver(
                cuMemAlloc(address, Math.max(1, bytes)),
                String.format(Locale.ROOT, "%.0f MB more asked for", Math.ceil(bytes / 1e6)));
        return address[0];
    }

    /** Waits for all work, which may still read that memory, and frees it. */
    synchronized void free(long address) {
        bind();
        finish();
        Status.driver(cuMemFree(address), "free memory");
    }

    /** Sets that many fp32 numbers to one value. */
    void fill(long address, long count, float value) {
        if (count > 0) {
            int bits = Float.floatToRawIntBits(value);
            timed("fill", () -> Status.driver(cuMemsetD32Async(address, bits, count, stream), "fill memory"));
        }
    }

    void copy(long from, long to, long bytes) {
        if (bytes > 0) {
            timed("copy", () -> Status.driver(cuMemcpyDtoDAsync(to, from, bytes, stream), "copy on the GPU"));
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

    /** Makes {@link #downloadSettled} read parameters as they are after all work queued so far. */
    synchronized void settle() {
        bind();
        copyStream.follow(stream);
    }

    /** Copies parameters as of the last {@link #settle}, concurrently with other work that does not change them. */
    void downloadSettled(long address, float[] values, int length) {
        copyStream.download(address, values, length);
    }

    /** Launches a kernel with a grid-stride loop over {@code count} values, its last argument. */
    void each(String kernel, long count, Number... arguments) {
        if (count > 0) {
            Number[] all = Arrays.copyOf(arguments, arguments.length + 1);
            all[arguments.length] = count;
            launch(kernel, blocks(count), all);
        }
    }

    /** The number of blocks of {@link #each}. */
    static int blocks(long count) {
        return (int) Math.min((count + Kernels.THREADS - 1) / Kernels.THREADS, MOST_BLOCKS);
    }

    /** Launches a kernel in that many blocks. */
    void launch(String kernel, int blocks, Number... arguments) {
        start(kernel, blocks, Kernels.THREADS, arguments);
    }

    /** Launches a kernel with a block per row; a row has {@code width} values. */
    void rows(String kernel, int rows, int width, Number... arguments) {
        start(kernel, rows, Kernels.threads(width), arguments);
    }

    private void start(String kernel, int blocks, int threads, Number... arguments) {
        if (blocks > 0) {
            timed(kernel, () -> kernels.launch(stream, kernel, blocks, threads, arguments));
        }
    }

    void multiply(Gemm gemm) {
        if (gemm.m() > 0 && gemm.n() > 0 && gemm.k() > 0 && gemm.batches() > 0) {
            timed("matmul in " + gemm.a().type(), () -> cublas.multiply(stream, gemm));
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

    /** Starts or stops timing all kernels, matrix multiplications, fills and copies, which makes them synchronous. */
    synchronized void profile(Optional<Profile> into) {
        profile = into;
    }

    /** Free bytes of GPU memory. */
    synchronized long freeBytes() {
        bind();
        try (SizeTPointer free = new SizeTPointer(1);
                SizeTPointer total = new SizeTPointer(1)) {
            Status.driver(cuMemGetInfo(free, total), "ask for free memory");
            return free.get();
        }
    }

    /** Makes the context current on the calling thread. */
    private void bind() {
        if (bound != Thread.currentThread()) {
            Status.driver(cuCtxSetCurrent(context), "use " + gpu.name());
            bound = Thread.currentThread();
        }
    }

    @Override
    public void close() {
        bind();
        cuStreamSynchronize(stream);
        cublas.close();
        kernels.close();
        cuMemFree(workspace);
        copyStream.close();
        transfer.close();
        cuStreamDestroy(stream);
        cuDevicePrimaryCtxRelease(gpu.index());
    }
}
