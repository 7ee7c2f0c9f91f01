package hangolo.engine.cuda;

import hangolo.engine.Precision;

/**
 * A matrix in the memory of the card, or a part of one, for a product.
 *
 * @param address of the first value
 * @param type of the values
 * @param stride values from one row to the next
 * @param transposed whether columns are taken for rows
 * @param batchStride values from one matrix of a batch to the next
 */
record MatrixView(long address, Type type, int stride, boolean transposed, long batchStride) {

    /** What the values are. */
    enum Type {
        /** 32-bit floating point numbers. */
        FP32(4),
        /** The same in memory; products read 10 bits of mantissa. */
        TF32(4),
        /** 16-bit numbers with the range of 32-bit ones. */
        BF16(2);

        private final int bytes;

        Type(int bytes) {
            this.bytes = bytes;
        }

        int bytes() {
            return bytes;
        }

        /** What products of that precision take. */
        static Type of(Precision precision) {
            return switch (precision) {
                case FP32 -> FP32;
                case TF32 -> TF32;
                case BF16 -> BF16;
            };
        }
    }

    /** The same numbers, for a product of another kind. */
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
