package hangolo.engine.cpu;

import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A contiguous piece of memory outside the Java heap, held by an ND4J array. */
final class Page implements AutoCloseable {

    /** The largest piece a Java buffer can show: just under 2 GiB. */
    static final int LIMIT = Integer.MAX_VALUE / Float.BYTES;

    private final INDArray array;
    private final FloatBuffer values;
    private final long address;
    private final int capacity;

    /** Memory for that many values, not initialised. */
    Page(int capacity) {
        if (capacity < 0 || capacity > LIMIT) {
            throw new IllegalArgumentException("one piece of memory holds at most " + LIMIT + " values, asked for "
                    + capacity + ".\nMaybe use a smaller batch.");
        }
        // Sweeps of oneDNN may go up to 15 values beyond the last.
        this.array = Nd4j.createUninitialized(DataType.FLOAT, Math.min(LIMIT, capacity + 16));
        FloatPointer pointer = (FloatPointer) array.data().pointer();
        this.values = pointer.asByteBuffer().order(ByteOrder.nativeOrder()).asFloatBuffer();
        this.address = pointer.address();
        this.capacity = capacity;
    }

    int capacity() {
        return capacity;
    }

    long address(int offset) {
        return address + (long) offset * Float.BYTES;
    }

    void get(int offset, float[] target, int from, int length) {
        values.get(offset, target, from, length);
    }

    void put(int offset, float[] source, int from, int length) {
        values.put(offset, source, from, length);
    }

    float get(int offset) {
        return values.get(offset);
    }

    void put(int offset, float value) {
        values.put(offset, value);
    }

    void zero(int offset, int length) {
        Pointer.memset(new Cursor().at(address(offset)), 0, (long) length * Float.BYTES);
    }

    @Override
    public void close() {
        array.close();
    }
}
