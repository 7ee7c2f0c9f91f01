package hangolo.engine.cuda;

import static org.bytedeco.cuda.global.cudart.cuMemFreeHost;
import static org.bytedeco.cuda.global.cudart.cuMemHostAlloc;
import static org.bytedeco.cuda.global.cudart.cuMemcpyDtoHAsync;
import static org.bytedeco.cuda.global.cudart.cuMemcpyHtoDAsync;
import static org.bytedeco.cuda.global.cudart.cuStreamSynchronize;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.bytedeco.cuda.cudart.CUstream_st;
import org.bytedeco.javacpp.BytePointer;

/**
 * Copies between host and GPU on one stream through page-locked memory: a copy from pageable memory may wait until the stream has
 * done all earlier work. Uploads are staged until the GPU reads them; the buffer is reused after a synchronisation.
 */
final class PinnedBuffer implements AutoCloseable {

    /** More than a step uploads. */
    static final int BYTES = 8 << 20;

    /** Allocations are whole cache lines. */
    private static final int LINE = 64;

    private final CUstream_st stream;
    private final BytePointer locked = new BytePointer();
    private final ByteBuffer bytes;
    private int used;

    /** For a stream of the current context. */
    PinnedBuffer(CUstream_st stream) {
        this.stream = stream;
        Status.driver(cuMemHostAlloc(locked, BYTES, 0), "allocate page-locked memory");
        this.bytes = locked.capacity(BYTES).asByteBuffer().order(ByteOrder.nativeOrder());
    }

    /** Copies some of the values into the buffer. */
    private interface Values {
        void put(ByteBuffer target, int from, int length);
    }

    void upload(long address, float[] values, int length) {
        upload(address, length, (target, from, some) -> target.asFloatBuffer().put(values, from, some));
    }

    void upload(long address, int[] values) {
        upload(
                address,
                values.length,
                (target, from, some) -> target.asIntBuffer().put(values, from, some));
    }

    private void upload(long address, int length, Values values) {
        for (int from = 0; from < length; from += BYTES / Float.BYTES) {
            int some = Math.min(length - from, BYTES / Float.BYTES);
            int at = room(some);
            values.put(slice(at, some), from, some);
            Status.driver(
                    cuMemcpyHtoDAsync(address + (long) from * Float.BYTES, place(at), size(some), stream),
                    "copy to the GPU");
        }
    }

    /** Waits for the stream, copies, and waits again. */
    void download(long address, float[] values, int length) {
        for (int from = 0; from < length; from += BYTES / Float.BYTES) {
            int some = Math.min(length - from, BYTES / Float.BYTES);
            int at = room(some);
            Status.driver(
                    cuMemcpyDtoHAsync(place(at), address + (long) from * Float.BYTES, size(some), stream),
                    "copy from the GPU");
            finish();
            slice(at, some).asFloatBuffer().get(values, from, some);
        }
    }

    /** Allocates that many fp32 values in the buffer. */
    private int room(int count) {
        if (used + size(count) > BYTES) {
            finish();
        }
        int at = used;
        used += (int) (size(count) + LINE - 1) / LINE * LINE;
        return at;
    }

    private static long size(int count) {
        return (long) count * Float.BYTES;
    }

    private ByteBuffer slice(int at, int count) {
        return bytes.slice(at, (int) size(count)).order(ByteOrder.nativeOrder());
    }

    private BytePointer place(int at) {
        return locked.getPointer(at);
    }

    /** Waits until the stream has done all its work. */
    void finish() {
        Status.driver(cuStreamSynchronize(stream), "synchronize with the GPU");
        used = 0;
    }

    @Override
    public void close() {
        cuMemFreeHost(locked);
    }
}
