package hangolo.bench;

import java.util.List;

/** The matrix multiplications of a step alone, on all cores: the ceiling of its speed. */
interface Ceiling extends AutoCloseable {

    /** Sets up the matrix multiplications of a step, for a number of threads. */
    interface Maker {
        Ceiling make(List<MatMulShape> matmuls, int threads);
    }

    /** Runs all of them once. */
    void run();

    @Override
    void close();
}
