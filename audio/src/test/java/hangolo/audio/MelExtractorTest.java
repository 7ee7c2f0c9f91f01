package hangolo.audio;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MelExtractorTest {
    @Test
    void aFewNumbersHoldWithoutTheReferenceFiles() {
        // Computed from the formulas in double precision, by a program that agrees with the reference.
        float[] sound = new float[6000];
        for (int n = 0; n < sound.length; n++) {
            sound[n] = (float) (Math.sin(0.05 * n) / 2 + Math.sin(0.9 * n) / 4);
        }
        checkFew("dvae", new MelExtractor(MelConfig.DVAE).log(sound));
        checkFew("conditioning", new MelExtractor(MelConfig.CONDITIONING).log(sound));
        checkFew("speaker", new MelExtractor(MelConfig.SPEAKER).log(sound));
    }

    @Test
    void aFewBandsAreThoseOfTheReferenceBitForBit() {
        checkBands("bands dvae", MelConfig.DVAE);
        checkBands("bands conditioning", MelConfig.CONDITIONING);
        checkBands("bands speaker", MelConfig.SPEAKER);
    }

    private static void checkBands(String name, MelConfig config) {
        float[] bank = new MelFilters(config).dense();
        var rows = FewNumbers.of(name);
        assertTrue(rows.size() >= 12, "only " + rows.size() + " numbers compared");
        for (FewNumbers.Row row : rows) {
            assertEquals((float) row.value(), bank[row.frame() * config.bins() + row.bin()], name + row);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"dvae", "speaker"})
    void windowsAreThoseOfTheReferenceBitForBit(String name) {
        MelConfig config = name.equals("dvae") ? MelConfig.DVAE : MelConfig.SPEAKER;
        float[] window = config.window().weights(config.windowLength());
        var rows = FewNumbers.of("window " + name);
        assertTrue(rows.size() >= 4, "only " + rows.size() + " numbers compared");
        for (FewNumbers.Row row : rows) {
            assertEquals((float) row.value(), window[row.bin()], row.toString());
        }
    }

    private static void checkFew(String name, MelSpectrogram mel) {
        int compared = 0;
        for (FewNumbers.Row row : FewNumbers.of(name)) {
            assertEquals(row.value(), mel.at(row.frame(), row.bin()), 2e-4, name + " " + row);
            compared++;
        }
        assertTrue(compared >= 12, "only " + compared + " numbers compared");
    }

    @Test
    void isTheSameFromManyThreads() {
        MelExtractor mels = new MelExtractor(MelConfig.DVAE);
        float[] sound = new float[220_500];
        for (int n = 0; n < sound.length; n++) {
            sound[n] = (float) Math.sin(0.01 * n + 1e-6 * n * n);
        }
        MelSpectrogram alone = mels.log(sound);
        IntStream.range(0, 16).parallel().forEach(i -> assertEquals(alone, mels.log(sound)));
    }

    @ParameterizedTest
    @ValueSource(ints = {513, 514, 767, 768, 769, 1023, 1024, 1025, 1279, 1280, 2000, 4095, 4096, 4999})
    void hasAFrameForEveryHop(int samples) {
        MelSpectrogram mel = new MelExtractor(MelConfig.DVAE).log(new float[samples]);
        assertEquals(1 + samples / 256, mel.frames());
        assertEquals((float) Math.log(1e-5), mel.at(mel.frames() - 1, 79), 1e-6);
    }

    @Test
    void refusesTooShortSoundAndTheWrongRate() {
        MelExtractor mels = new MelExtractor(MelConfig.CONDITIONING);
        assertTrue(assertThrows(IllegalArgumentException.class, () -> mels.log(new float[1024]))
                .getMessage()
                .contains("1025"));
        assertTrue(assertThrows(IllegalArgumentException.class, () -> mels.log(new AudioClip(new float[9000], 24000)))
                .getMessage()
                .contains("resample"));
    }

    @Test
    void ordersAndDivisionsInvert() {
        MelSpectrogram mel = new MelSpectrogram(3, 2, new float[] {1, 2, 3, 4, 5, 6});
        assertArrayEquals(new float[] {1, 3, 5, 2, 4, 6}, mel.binsFirst());
        assertEquals(mel, MelSpectrogram.ofBinsFirst(2, 3, mel.binsFirst()));
        float[] stats = {2, 4};
        assertEquals(mel, mel.dividedBy(stats).multipliedBy(stats));
        assertEquals(new MelSpectrogram(1, 2, new float[] {3, 4}), mel.slice(1, 2));
        assertThrows(IllegalArgumentException.class, () -> mel.dividedBy(new float[] {1}));
        assertThrows(IllegalArgumentException.class, () -> new MelSpectrogram(2, 2, new float[3]));
    }
}
