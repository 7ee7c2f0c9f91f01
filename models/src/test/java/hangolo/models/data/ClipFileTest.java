package hangolo.models.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClipFileTest {

    private static final String KEY = new ContentHash().text("a clip").hex();
    private static final int[] TEXT = {5, 17, 2};
    private static final int[] CODES = {1023, 0, 77, 8};

    @TempDir
    Path folder;

    @Test
    void keepsSixteenBitSoundExactlyInTwoBytesEach() throws IOException {
        float[] audio = {0, 1 / 32768f, -1, 32767 / 32768f, 0.5f};
        assertEquals(60 + 4 * 7 + 2 * 5 + 4, Files.size(stored(audio)));
        assertArrayEquals(audio, audio(0, 5));
        assertArrayEquals(new float[] {-1, 32767 / 32768f}, audio(2, 4));
    }

    @Test
    void keepsOtherSoundAsFloats() throws IOException {
        for (float odd : new float[] {0.1f, 1f, 1e-7f, Float.MIN_VALUE}) {
            float[] audio = {0, odd, 0.25f};
            assertEquals(60 + 4 * 7 + 4 * 3 + 4, Files.size(stored(audio)));
            assertArrayEquals(audio, audio(0, 3));
        }
    }

    @Test
    void givesBackTokensAndCodes() throws IOException {
        stored(new float[] {0.5f, 0.1f});
        ClipFile.Entry entry = ClipFile.read(file(), KEY).orElseThrow();
        assertEquals(2, entry.samples());
        assertArrayEquals(TEXT, entry.text());
        assertArrayEquals(CODES, entry.codes());
        assertEquals(
                Optional.empty(),
                ClipFile.read(file(), new ContentHash().text("other").hex()));
        assertEquals(Optional.empty(), ClipFile.read(folder.resolve("none.clip"), KEY));
    }

    @Test
    void noticesEveryChangedByte() throws IOException {
        byte[] good = Files.readAllBytes(stored(new float[] {0.5f, 0.25f, -0.5f}));
        for (int i = 0; i < good.length; i++) {
            for (int bit : new int[] {0, 7}) {
                byte[] bad = good.clone();
                bad[i] ^= (byte) (1 << bit);
                Files.write(file(), bad);
                assertEquals(Optional.empty(), ClipFile.read(file(), KEY), "byte " + i + " bit " + bit);
            }
        }
    }

    @Test
    void noticesEveryCutAndAddition() throws IOException {
        byte[] good = Files.readAllBytes(stored(new float[] {0.5f, 0.25f, -0.5f}));
        for (int length = 0; length < good.length; length++) {
            Files.write(file(), Arrays.copyOf(good, length));
            assertEquals(Optional.empty(), ClipFile.read(file(), KEY), "cut to " + length);
        }
        Files.write(file(), Arrays.copyOf(good, good.length + 1));
        assertEquals(Optional.empty(), ClipFile.read(file(), KEY));
    }

    @Test
    void readingSoundOfAChangedEntrySaysSo() throws IOException {
        byte[] good = Files.readAllBytes(stored(new float[] {0.5f, 0.25f, -0.5f}));
        Files.write(file(), Arrays.copyOf(good, good.length - 3));
        assertTrue(assertThrows(DataException.class, () -> audio(0, 3))
                .getMessage()
                .contains("changed while it was in use"));
        Files.write(file(), Arrays.copyOf(good, 10));
        assertThrows(DataException.class, () -> audio(0, 3));
    }

    @Test
    void leavesNothingElseBehind() throws IOException {
        stored(new float[] {0.5f});
        stored(new float[] {0.25f});
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(List.of(file()), files.toList());
        }
    }

    private Path file() {
        return folder.resolve("x.clip");
    }

    private Path stored(float[] audio) throws IOException {
        ClipFile.write(file(), KEY, audio, TEXT, CODES);
        return file();
    }

    private float[] audio(int from, int to) throws IOException {
        float[] audio = new float[to - from];
        ClipFile.audio(file(), from, to, audio);
        return audio;
    }
}
