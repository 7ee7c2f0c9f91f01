package hangolo.engine.select;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hangolo.engine.Backend;
import hangolo.engine.ParameterSpec;
import hangolo.engine.ParameterStore;
import hangolo.engine.Pass;
import hangolo.engine.Precision;
import hangolo.engine.cpu.CpuBackend;
import java.util.List;
import org.junit.jupiter.api.Test;

class SelfCheckTest {

    /** The CPU with other dropout masks: every value is finite and plausible, and some are wrong. */
    private record Wrong(Backend inner) implements Backend {
        @Override
        public String name() {
            return "wrong";
        }

        @Override
        public String description() {
            return name();
        }

        @Override
        public ParameterStore store(List<ParameterSpec> specs, boolean trainable, Precision weightPrecision) {
            return inner.store(specs, trainable, weightPrecision);
        }

        @Override
        public Pass training(long seed, long step) {
            return inner.training(seed + 1, step);
        }

        @Override
        public Pass inference() {
            return inner.inference();
        }

        @Override
        public void close() {
            inner.close();
        }
    }

    @Test
    void aRightBackendPasses() {
        try (Backend backend = new CpuBackend(2)) {
            assertTrue(SelfCheck.passes(backend));
        }
    }

    @Test
    void aWrongOneDoesNot() {
        try (Backend backend = new Wrong(new CpuBackend(2))) {
            assertFalse(SelfCheck.passes(backend));
        }
    }
}
