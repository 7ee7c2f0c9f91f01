package hangolo.engine.cuda;

import hangolo.engine.Backend;
import hangolo.engine.OpKit;

/** The cuda backend in 32-bit numbers: on the card of this computer, or on an emulated one. */
class CudaOpsTest extends OpKit {

    @Override
    protected Backend open() {
        return EmulatedCuda.open(CudaPrecision.FP32);
    }
}
