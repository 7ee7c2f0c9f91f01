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
 * Moves numbers between this computer and the card on one stream. They go through page-locked memory: for a copy from other memory
 * the driver may wait until the stream has done all work before. What is sent waits there until the card takes it; the
 * memory is used anew once the stream has finished.
 */
final class PinnedBuffer implements AutoCloseable {

    /** More than a step sends. */
    static final int BYTES = 8 << 20;

    /** Room is given out in whole cache lines. */
    private static final int LINE = 64;

    private final CUstream_st stream;
    private final BytePointer locked = new BytePointer();
    private final ByteBuffer bytes;
    private int used;

    /** For a stream of the current context. */
    PinnedBuffer(CUstream_st stream) {
        this.stream = stream;
        Status.driver(cuMemHostAlloc(locked, BYTES, 0), "lock memory of this computer");
        this.bytes = locked.capacity(BYTES).asByteBuffer().order(ByteOrder.nativeOrder());
    }

    /** Puts some of the values into memory. */
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
                    "copy to the card");
        }
    }

    /** Waits until the stream has finished, and then some. */
    void download(long address, float[] values, int length) {
        for (int from = 0; from < length; from += BYTES / Float.BYTES) {
            int some = Math.min(length - from, BYTES / Float.BYTES);
            int at = room(some);
            Status.driver(
                    cuMemcpyDtoHAsync(place(at), address + (long) from * Float.BYTES, size(some), stream),
                    "copy from the card");
            finish();
            slice(at, some).asFloatBuffer().get(values, from, some);
        }
    }

    /** Where that many 32-bit values have room. */
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

    /** Waits until the stream has done all that it was told. */
    void finish() {
        Status.driver(cuStreamSynchronize(stream), "finish the work on the card");
        used = 0;
    }

    @Override
    public void close() {
        cuMemFreeHost(locked);
    }
}
