package hangolo.engine.cpu;

import hangolo.engine.cpu.MatrixProduct.Layout;
import java.util.Optional;

/**
 * Products of numbers rounded to bfloat16, summed in 32 bits, by oneDNN. Rows are rounded up, so that batches of many sizes
 * need few compiled products; the factors' rows behind the last are zero.
 */
record HalfGemm(Tape tape) implements Gemm {

    /** Below this many multiplications a second thread costs more than it brings. */
    private static final long WORTHWHILE = 1_000_000;

    /** Rows, and columns of a thread, come in multiples of this. */
    static final int GRAIN = 32;

    /** Fewer rows are computed as so many: then one row's result does not depend on how many others there are. */
    static final int FEWEST = 4;

    /** {@value FEWEST} rows, up to {@value GRAIN} the next power of two, then the next multiple of {@value GRAIN}. */
    static int padded(int rows) {
        return rows <= GRAIN
                ? Integer.highestOneBit(2 * Math.max(FEWEST, rows) - 1)
                : Math.addExact(rows, GRAIN - 1) / GRAIN * GRAIN;
    }

    @Override
    public Part factor(CpuTensor x) {
        return Part.halves(tape.halves(x), x.columns());
    }

    /** The rounded numbers stay; x itself is not needed. */
    @Override
    public void keep(CpuTensor x) {
        tape.halves(x);
    }

    @Override
    public int rows(int rows) {
        return padded(rows);
    }

    @Override
    public void multiply(int m, int n, int k, Part a, Part b, Optional<CpuTensor> bias, boolean adds, CpuTensor c) {
        Part result = Part.of(c);
        boolean byColumns = n >= m;
        int side = Math.max(m, n);
        int grains = (side + GRAIN - 1) / GRAIN;
        int work = (long) m * n * k < WORTHWHILE ? 0 : Integer.MAX_VALUE / grains;
        tape.workers.rows(grains, work, (from, to, s) -> {
            int first = from * GRAIN;
            int last = Math.min(side, to * GRAIN);
            if (byColumns) {
                MatrixProduct product = of(m, last - first, k, a, b, c.columns(), bias.isPresent(), adds);
                long row = bias.map(r -> r.page.address(r.offset + first)).orElse(0L);
                run(s, product, a, b.fromColumn(first), row, result.fromColumn(first));
            } else {
                MatrixProduct product = of(last - first, n, k, a, b, c.columns(), bias.isPresent(), adds);
                long row = bias.map(CpuTensor::address).orElse(0L);
                run(s, product, a.fromRow(first), b, row, result.fromRow(first));
            }
        });
    }

    private static MatrixProduct of(int m, int n, int k, Part a, Part b, int stride, boolean biased, boolean adds) {
        return new MatrixProduct(m, n, k, Layout.of(a), Layout.of(b), stride, biased, adds);
    }

    private static void run(Scratch s, MatrixProduct product, Part a, Part b, long bias, Part c) {
        Primitive primitive = s.primitives().of(product);
        primitive.at(MatrixProduct.LEFT, a.address());
        primitive.at(MatrixProduct.RIGHT, b.address());
        primitive.at(MatrixProduct.RESULT, c.address());
        if (product.biased()) {
            primitive.at(MatrixProduct.BIAS, bias);
        }
        primitive.run(s.primitives().stream());
    }
}
