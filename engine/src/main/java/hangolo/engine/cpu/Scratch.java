package hangolo.engine.cpu;

/** Working memory of one thread: some rows in the Java heap, some matrices outside of it, and pointers for products. */
final class Scratch implements AutoCloseable {

    private static final int SLOTS = 4;

    final Cursor a = new Cursor();
    final Cursor b = new Cursor();
    final Cursor c = new Cursor();

    private final float[][] rows = new float[SLOTS][0];
    private final Page[] matrices = new Page[SLOTS];

    /** A row of at least that many values; its content is whatever was left there. */
    float[] row(int slot, int length) {
        if (rows[slot].length < length) {
            rows[slot] = new float[Integer.highestOneBit(Math.max(16, length - 1)) * 2];
        }
        return rows[slot];
    }

    /** A matrix outside the heap; its content is whatever was left there. */
    CpuTensor matrix(int slot, int height, int width) {
        int count = Math.multiplyExact(height, width);
        if (matrices[slot] == null || matrices[slot].capacity() < count) {
            if (matrices[slot] != null) {
                matrices[slot].close();
            }
            matrices[slot] = new Page(count + count / 2);
        }
        return new CpuTensor(matrices[slot], 0, height, width, false);
    }

    @Override
    public void close() {
        for (Page page : matrices) {
            if (page != null) {
                page.close();
            }
        }
    }
}
