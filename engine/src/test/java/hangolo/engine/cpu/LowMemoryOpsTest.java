package hangolo.engine.cpu;

import hangolo.engine.Backend;
import hangolo.engine.Memory;
import hangolo.engine.OpKit;
import hangolo.engine.Precision;

/** The cpu backend when it keeps little. */
class LowMemoryOpsTest extends OpKit {

    @Override
    protected Backend open() {
        return new CpuBackend(2, Precision.FP32, Memory.LOW);
    }
}
