package hangolo.engine.cpu;

/** Products of 32-bit numbers, by OpenBLAS. */
final class SingleHeadGemm implements HeadGemm {

    @Override
    public void prepare(CpuTensor x) {
        x.keep();
    }

    @Override
    public int rows(int rows) {
        return rows;
    }

    @Override
    public Block head(Region x) {
        return new Block(x.part(), x.rows(), x.columns());
    }

    @Override
    public Block factor(Scratch s, int slot, CpuTensor matrix) {
        return head(Region.of(matrix));
    }

    @Override
    public void multiply(Scratch s, float factor, Block a, Block b, float keep, Region c) {
        Blas.product(s, c.rows(), c.columns(), a.columns(), factor, a.part(), b.part(), keep, c.part());
    }
}
