package hangolo.bench;

import java.util.List;

/** The products of a step alone, on all cores: no step can be faster with these products. */
interface Ceiling extends AutoCloseable {

    /** Sets up the products of a step, for a number of threads. */
    interface Maker {
        Ceiling make(List<MatMulShape> products, int threads);
    }

    /** Makes every product once. */
    void run();

    @Override
    void close();
}
