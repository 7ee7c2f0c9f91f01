package hangolo.engine.cpu;

/** Some rows and columns of a tensor. */
record Region(CpuTensor tensor, int row, int column, int rows, int columns) {

    /** All of it. */
    static Region of(CpuTensor x) {
        return new Region(x, 0, 0, x.rows(), x.columns());
    }

    Part part() {
        return Part.of(tensor, row, column);
    }

    /** Copies a row of it. */
    void row(int i, float[] target) {
        tensor.page.get(tensor.at(row + i) + column, target, 0, columns);
    }

    void setRow(int i, float[] source) {
        tensor.page.put(tensor.at(row + i) + column, source, 0, columns);
    }
}
