package hangolo.engine.cpu;

import java.util.Arrays;

/**
 * A gradient that an operation adds to in full.
 *
 * @param tensor its memory
 * @param fresh whether nothing was added yet: it then reads as zero, whatever the memory holds
 */
record GradientAccumulator(CpuTensor tensor, boolean fresh) {

    void row(int row, float[] target) {
        get(row * tensor.columns(), target, tensor.columns());
    }

    void setRow(int row, float[] source) {
        tensor.setRow(row, source);
    }

    /** Copies {@code length} values from the {@code at}-th on. */
    void get(int at, float[] target, int length) {
        if (fresh) {
            Arrays.fill(target, 0, length, 0f);
        } else {
            tensor.block.get(tensor.offset + at, target, 0, length);
        }
    }

    void put(int at, float[] source, int length) {
        tensor.block.put(tensor.offset + at, source, 0, length);
    }
}
