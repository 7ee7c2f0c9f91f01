package hangolo.engine.cuda;

import hangolo.engine.Backend;
import hangolo.engine.Memory;
import hangolo.engine.OpKit;
import hangolo.engine.Precision;

/** The cuda backend when it keeps little. */
class LowMemoryCudaOpsTest extends OpKit {

    @Override
    protected Backend open() {
        return EmulatedCuda.open(Precision.FP32, Memory.LOW);
    }
}
