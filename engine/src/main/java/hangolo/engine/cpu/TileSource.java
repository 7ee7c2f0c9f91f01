package hangolo.engine.cpu;

import static org.bytedeco.dnnl.global.dnnl.dnnl_eltwise_relu;

import hangolo.engine.Precision;

/**
 * Rows of a sequence as a piece of a convolution reads them: with zeros around the sequence, behind a leaky ReLU, in the precision
 * of the factors. A piece stays in the cache, so this costs no way to memory.
 */
record TileSource(int rows, int columns, float slope, Precision factors) {

    private static final int VALUES = 0;
    private static final int HALVES = 1;

    /** The leaky ReLU of all values: source, result. */
    private record LeakyRelu(int count, float slope) implements Primitives.Recipe {
        @Override
        public Primitive compile() {
            return EltwisePrimitive.curve(dnnl_eltwise_relu, slope, count);
        }
    }

    /** Address of the rows of x from {@code first} on; they stay until the next call on this thread. */
    long load(CpuTensor x, int first, Scratch s) {
        CpuTensor values = s.matrix(VALUES, rows, columns);
        boolean inside = first >= 0 && first + rows <= x.rows();
        long at = inside ? x.address(first * columns) : bordered(x, first, values, s);
        if (slope != 1f) {
            s.primitives()
                    .of(new LeakyRelu(rows * columns, slope))
                    .at(0, at)
                    .at(1, values.address())
                    .run(s.primitives().stream());
            at = values.address();
        }
        return factors == Precision.BF16 ? rounded(at, s) : at;
    }

    /** Copies the rows that there are, and zeros around them. */
    private long bordered(CpuTensor x, int first, CpuTensor values, Scratch s) {
        int from = Math.max(0, first);
        int end = Math.max(from, Math.min(x.rows(), first + rows));
        values.page.zero(values.offset, values.count());
        s.copy(x.address(from * columns), values.address((from - first) * columns), (end - from) * columns);
        return values.address();
    }

    private long rounded(long values, Scratch s) {
        int count = rows * columns;
        CpuTensor halves = s.matrix(HALVES, 1, (count + 1) / 2);
        EltwisePrimitive.TO_HALVES.run(s, count, values, halves.address());
        return halves.address();
    }
}
