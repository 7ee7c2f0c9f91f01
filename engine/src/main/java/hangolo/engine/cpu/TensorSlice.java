package hangolo.engine.cpu;

/** Some rows and columns of a tensor. */
record TensorSlice(CpuTensor tensor, int row, int column, int rows, int columns) {

    /** All of it. */
    static TensorSlice of(CpuTensor x) {
        return new TensorSlice(x, 0, 0, x.rows(), x.columns());
    }

    MatrixView view() {
        return MatrixView.of(tensor, row, column);
    }

    /** Copies a row of it. */
    void row(int i, float[] target) {
        tensor.block.get(tensor.at(row + i) + column, target, 0, columns);
    }

    void setRow(int i, float[] source) {
        tensor.block.put(tensor.at(row + i) + column, source, 0, columns);
    }
}
