package hangolo.engine.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hangolo.engine.Backend;
import hangolo.engine.MemoryMode;
import hangolo.engine.OpKit;
import hangolo.engine.Pass;
import hangolo.engine.Precision;
import org.junit.jupiter.api.Test;

/** The cpu backend with activation checkpointing. */
class CheckpointedOpsTest extends OpKit {

    @Override
    protected Backend open() {
        return new CpuBackend(2, Precision.FP32, MemoryMode.LOW);
    }

    @Test
    void memoryBeyondThatOfTrainingIsGivenBack() {
        try (CpuBackend opened = new CpuBackend(1, Precision.FP32, MemoryMode.LOW)) {
            takeMoreThanABlock(opened);
            assertEquals(0, opened.workingBytes());
            try (Pass pass = opened.training(1, 1)) {
                pass.constant(1, 1, new float[1]);
            }
            long ofTraining = opened.workingBytes();
            assertTrue(ofTraining > 0);
            takeMoreThanABlock(opened);
            assertEquals(ofTraining, opened.workingBytes());
        }
    }

    private static void takeMoreThanABlock(CpuBackend backend) {
        try (Pass pass = backend.inference()) {
            pass.buffer(1, 1);
            pass.buffer(1 << 12, 1 << 13);
            assertTrue(backend.workingBytes() > Float.BYTES << 25);
        }
    }
}
