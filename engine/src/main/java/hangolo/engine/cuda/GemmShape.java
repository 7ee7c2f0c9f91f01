package hangolo.engine.cuda;

import hangolo.engine.cuda.MatrixView.Type;

/** What the choice of an algorithm depends on: a {@link Gemm} without addresses, alpha and beta. */
record GemmShape(int m, int n, int k, Type type, Side a, Side b, Side c, int batches) {

    /** The largest alignment that algorithms require, in bytes. */
    private static final int ALIGNMENT = 256;

    /** The memory layout of one matrix. */
    record Side(int stride, boolean transposed, long batchStride, int alignment) {

        static Side of(MatrixView x) {
            long places = x.address() | x.batchStride() * x.type().bytes();
            return new Side(x.stride(), x.transposed(), x.batchStride(), (int) Long.lowestOneBit(places | ALIGNMENT));
        }
    }

    static GemmShape of(Gemm p) {
        return new GemmShape(
                p.m(), p.n(), p.k(), p.a().type(), Side.of(p.a()), Side.of(p.b()), Side.of(p.c()), p.batches());
    }

    @Override
    public String toString() {
        return "[" + m + ", " + k + "] by [" + k + ", " + n + "] in " + type + ", " + batches + " times";
    }
}
