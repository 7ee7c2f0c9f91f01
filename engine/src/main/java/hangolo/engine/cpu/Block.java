package hangolo.engine.cpu;

/**
 * A factor of a small product.
 *
 * @param part where it lies
 * @param rows its rows
 * @param columns its columns
 */
record Block(Part part, int rows, int columns) {

    Block t() {
        return new Block(part.t(), columns, rows);
    }
}
