package hangolo.models.xtts.synthesis;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class ChunkJoinerTest {

    @Test
    void aChunkIsFadedOverFromTheVersionBefore() {
        ChunkJoiner joiner = new ChunkJoiner(3);
        assertArrayEquals(new float[] {0, 1}, joiner.next(new float[] {0, 1, 2, 3, 4}));
        assertArrayEquals(new float[] {2, 8, 14, 15}, joiner.next(new float[] {10, 11, 12, 13, 14, 15, 16, 17, 18}));
    }

    @Test
    void aShortChunkComesOutToTheEndWithoutAFade() {
        ChunkJoiner joiner = new ChunkJoiner(3);
        joiner.next(new float[] {0, 1, 2, 3, 4});
        assertArrayEquals(new float[] {12, 13, 14, 15}, joiner.next(new float[] {10, 11, 12, 13, 14, 15}));
        // What follows is not faded, and begins again an overlap before the end.
        assertArrayEquals(new float[] {23, 24, 25}, joiner.next(new float[] {20, 21, 22, 23, 24, 25, 26, 27, 28}));
    }

    @Test
    void aSoundThatShrinksIsRefused() {
        ChunkJoiner joiner = new ChunkJoiner(2);
        joiner.next(new float[6]);
        assertThrows(IllegalArgumentException.class, () -> joiner.next(new float[5]));
        assertThrows(IllegalArgumentException.class, () -> new ChunkJoiner(4).next(new float[3]));
        assertThrows(IllegalArgumentException.class, () -> new ChunkJoiner(0));
    }
}
