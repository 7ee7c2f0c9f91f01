package hangolo.engine.cpu;

/**
 * An operand of a small matrix multiplication.
 *
 * @param view its memory
 * @param rows its rows
 * @param columns its columns
 */
record GemmOperand(MatrixView view, int rows, int columns) {

    GemmOperand t() {
        return new GemmOperand(view.t(), columns, rows);
    }
}
