package hangolo.engine.cpu;

import hangolo.engine.cpu.MatrixProduct.Layout;

/** Products of numbers rounded to bfloat16, summed in 32 bits, by oneDNN; see {@link HalfGemm}. */
record HalfHeadGemm(Tape tape) implements HeadGemm {

    private static final int RESULT = 4;

    @Override
    public void prepare(CpuTensor x) {
        tape.halves(x);
    }

    @Override
    public int rows(int rows) {
        return HalfGemm.padded(rows);
    }

    @Override
    public Block head(Region x) {
        CpuTensor all = x.tensor();
        long first = all.halves().address() + ((long) x.row() * all.columns() + x.column()) * Short.BYTES;
        return new Block(Part.halves(first, all.columns()), rows(x.rows()), x.columns());
    }

    @Override
    public Block factor(Scratch s, int slot, CpuTensor matrix) {
        CpuTensor room = s.matrix(slot, matrix.rows(), (matrix.columns() + 1) / 2);
        Sweep.TO_HALVES.run(s, matrix.count(), matrix.address(), room.address());
        return new Block(Part.halves(room.address(), matrix.columns()), matrix.rows(), matrix.columns());
    }

    @Override
    public void multiply(Scratch s, float factor, Block a, Block b, float keep, Region c) {
        if (c.rows() == a.rows() && factor == 1f && keep == 0f) {
            run(s, a, b, c.part());
            return;
        }
        CpuTensor product = s.matrix(RESULT, a.rows(), b.columns());
        run(s, a, b, Part.of(product));
        float[] row = s.row(0, c.columns());
        float[] sum = s.row(1, c.columns());
        for (int i = 0; i < c.rows(); i++) {
            product.row(i, row);
            c.row(i, sum);
            for (int j = 0; j < c.columns(); j++) {
                sum[j] = factor * row[j] + (keep == 0f ? 0f : keep * sum[j]);
            }
            c.setRow(i, sum);
        }
    }

    private static void run(Scratch s, Block a, Block b, Part c) {
        Layout left = Layout.of(a.part());
        Layout right = Layout.of(b.part());
        Primitive primitive = s.primitives()
                .of(new MatrixProduct(a.rows(), b.columns(), a.columns(), left, right, c.stride(), false, false));
        primitive.at(MatrixProduct.LEFT, a.part().address());
        primitive.at(MatrixProduct.RIGHT, b.part().address());
        primitive.at(MatrixProduct.RESULT, c.address());
        primitive.run(s.primitives().stream());
    }
}
