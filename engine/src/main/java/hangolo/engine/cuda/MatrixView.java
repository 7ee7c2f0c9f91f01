package hangolo.engine.cuda;

import hangolo.engine.Precision;

/**
 * A view of a matrix, or of a batch of them, in GPU memory.
 *
 * @param address of the first value
 * @param type of the values
 * @param stride values from one row to the next
 * @param transposed whether rows and columns are swapped
 * @param batchStride values from one matrix of a batch to the next
 */
record MatrixView(long address, Type type, int stride, boolean transposed, long batchStride) {

    /** What the values are. */
    enum Type {
        /** fp32. */
        FP32(4),
        /** fp32 in memory; multiplications read 10 bits of mantissa. */
        TF32(4),
        /** bfloat16. */
        BF16(2);

        private final int bytes;

        Type(int bytes) {
            this.bytes = bytes;
        }

        int bytes() {
            return bytes;
        }

        /** The type of operands of that precision. */
        static Type of(Precision precision) {
            return switch (precision) {
                case FP32 -> FP32;
                case TF32 -> TF32;
                case BF16 -> BF16;
            };
        }
    }

    /** The same memory, as another type. */
    MatrixView as(Type other) {
        return new MatrixView(address, other, stride, transposed, batchStride);
    }

    MatrixView t() {
        return new MatrixView(address, type, stride, !transposed, batchStride);
    }

    /** From that row and column on. */
    MatrixView from(int row, int column) {
        return new MatrixView(
                address + ((long) row * stride + column) * type.bytes(), type, stride, transposed, batchStride);
    }

    MatrixView every(long values) {
        return new MatrixView(address, type, stride, transposed, values);
    }
}
