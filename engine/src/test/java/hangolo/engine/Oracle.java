package hangolo.engine;

import hangolo.engine.samediff.SameDiffBackend;

/** SameDiff in double precision. */
final class Oracle implements AutoCloseable {

    private final Backend backend = SameDiffBackend.inDouble();

    Backend backend() {
        return backend;
    }

    @Override
    public void close() {
        backend.close();
    }
}
