package hangolo.app.preflight;

import static org.junit.jupiter.api.Assertions.assertEquals;

import hangolo.engine.MemoryMode;
import org.junit.jupiter.api.Test;

class SizeTest {
    /** XTTS v2 with its DVAE (xtts-spec.md 10.1). */
    private static final Size XTTS = new Size(441_018_563, 518_442_047 - 441_018_563);

    @Test
    void aFullSizeCheckpointHasFivePointSixGigabytes() {
        assertEquals(5.60e9, XTTS.checkpointBytes(), 0.01e9);
    }

    @Test
    void atTheWorstMomentThereAreTheBestModelTheKeptCheckpointsAndANewOne() {
        assertEquals(3 * 5.60, XTTS.diskGb(1), 0.05);
        assertEquals(6 * 5.60, XTTS.diskGb(4), 0.05);
    }

    @Test
    void weightsGradientsAndMomentsAreInMemory() {
        assertEquals(7.37, XTTS.memoryGb(MemoryMode.LOW), 0.01);
        assertEquals(8.25, XTTS.memoryGb(MemoryMode.NORMAL), 0.01);
    }
}
