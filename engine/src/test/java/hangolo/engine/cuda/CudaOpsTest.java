package hangolo.engine.cuda;

import hangolo.engine.Backend;
import hangolo.engine.OpKit;
import hangolo.engine.Precision;

/** The cuda backend in fp32: on the GPU of this computer, or on an emulated one. */
class CudaOpsTest extends OpKit {

    @Override
    protected Backend open() {
        return EmulatedCuda.open(Precision.FP32);
    }
}
