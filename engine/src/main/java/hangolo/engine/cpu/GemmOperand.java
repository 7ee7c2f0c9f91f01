package hangolo.engine.cpu;

/**
 * A factor of a small product.
 *
 * @param part where it lies
 * @param rows its rows
 * @param columns its columns
 */
record GemmOperand(MatrixView part, int rows, int columns) {

    GemmOperand t() {
        return new GemmOperand(part.t(), columns, rows);
    }
}
