package hangolo.engine.cpu;

import static org.bytedeco.dnnl.global.dnnl.dnnl_eltwise_relu;

import hangolo.engine.Precision;

/**
 * The input rows of a convolution tile: with zeros around the sequence, after a leaky ReLU, in the precision of the convolution. A
 * tile stays in the cache.
 */
record TileSource(int rows, int columns, float slope, Precision precision) {

    private static final int VALUES = 0;
    private static final int BF16 = 1;

    /** The leaky ReLU of all values: source, result. */
    private record LeakyRelu(int count, float slope) implements Primitives.Recipe {
        @Override
        public Primitive compile() {
            return EltwisePrimitive.eltwise(dnnl_eltwise_relu, slope, count);
        }
    }

    /** Address of the rows of x from {@code first} on; valid until the next call on this thread. */
    long load(CpuTensor x, int first, Scratch s) {
        CpuTensor values = s.matrix(VALUES, rows, columns);
        boolean inside = first >= 0 && first + rows <= x.rows();
        long at = inside ? x.address(first * columns) : withZeros(x, first, values, s);
        if (slope != 1f) {
            s.primitives()
                    .of(new LeakyRelu(rows * columns, slope))
                    .at(0, at)
                    .at(1, values.address())
                    .run(s.primitives().stream());
            at = values.address();
        }
        return precision == Precision.BF16 ? toBf16(at, s) : at;
    }

    /** Copies the rows that exist, with zeros around them. */
    private long withZeros(CpuTensor x, int first, CpuTensor values, Scratch s) {
        int from = Math.max(0, first);
        int end = Math.max(from, Math.min(x.rows(), first + rows));
        values.block.zero(values.offset, values.count());
        s.copy(x.address(from * columns), values.address((from - first) * columns), (end - from) * columns);
        return values.address();
    }

    private long toBf16(long values, Scratch s) {
        int count = rows * columns;
        CpuTensor bf16 = s.matrix(BF16, 1, (count + 1) / 2);
        EltwisePrimitive.TO_BF16.run(s, count, values, bf16.address());
        return bf16.address();
    }
}
