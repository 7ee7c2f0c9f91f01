package hangolo.engine.cuda;

import hangolo.engine.Backend;
import hangolo.engine.MemoryMode;
import hangolo.engine.OpKit;
import hangolo.engine.Precision;

/** The cuda backend with activation checkpointing. */
class CheckpointedCudaOpsTest extends OpKit {

    @Override
    protected Backend open() {
        return EmulatedCuda.open(Precision.FP32, MemoryMode.LOW);
    }
}
