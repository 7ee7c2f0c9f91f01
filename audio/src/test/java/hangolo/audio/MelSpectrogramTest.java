package hangolo.audio;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MelSpectrogramTest {
    /**
     * On ln(power). The reference itself is 5e-5 away from double precision, this program about as much again in the
     * quietest bands (single precision transforms); what counts is 1e-3.
     */
    private static final double LOG_TOLERANCE = 2e-4;

    @Test
    void windowsAndBandsAgreeWithTheReference() throws IOException {
        check("dvae", MelConfig.DVAE, 1e-6);
        check("conditioning", MelConfig.CONDITIONING, 1e-6);
        // Peaks of 1, not 1/width: one rounding of a corner (5e-4 Hz of 8000) over a slope of 30 Hz.
        check("speaker", MelConfig.SPEAKER, 1e-5);
    }

    private static void check(String name, MelConfig config, double atol) throws IOException {
        float[] window = config.window().weights(config.windowLength());
        Goldens.assertClose("window " + name, Goldens.floats("audio/window_" + name), window, 1e-6, 1e-6);
        float[] bank = new MelFilters(config).dense();
        Goldens.assertClose("bands " + name, Goldens.floats("audio/mel_filterbank_" + name), bank, atol, 1e-5);
    }

    @Test
    void dvaeMelsOfAllClipsAgreeWithTheReference() throws IOException {
        for (int n = 1; n <= 10; n++) {
            checkMel("dvae_mel", MelConfig.DVAE, String.format(Locale.ROOT, "clip_%02d", n));
        }
    }

    @Test
    void conditioningMelsAgreeWithTheReference() throws IOException {
        checkMel("conditioning_mel", MelConfig.CONDITIONING, "clip_01");
        checkMel("conditioning_mel", MelConfig.CONDITIONING, "clip_04");
    }

    private static void checkMel(String kind, MelConfig config, String clip) throws IOException {
        Path wav = Goldens.open().resolve("dataset/wavs/" + clip + ".wav");
        float[] stats = Goldens.melStats();
        float[] golden = Goldens.floats("audio/" + kind + "/" + clip);
        Mel expected = Mel.ofBinsFirst(80, golden.length / 80, golden).multipliedBy(stats);
        Mel actual = new MelSpectrogram(config).log(AudioReader.load(wav, 22050));
        assertEquals(expected.frames(), actual.frames());
        double worst = Goldens.worst(expected.values(), actual.values());
        System.out.printf(Locale.ROOT, "%s %s: log-mel max abs error %.3g%n", kind, clip, worst);
        assertTrue(worst <= LOG_TOLERANCE, kind + " " + clip + ": " + worst);
        assertArrayEquals(golden, actual.dividedBy(stats).binsFirst(), 2e-4f);
    }

    @Test
    void speakerMelAgreesWithTheReference() throws IOException {
        float[] sound = Goldens.floats("audio/resample_16000/clip_04");
        Goldens.assertClose(
                "pre-emphasis",
                Goldens.floats("audio/speaker_encoder_preemphasis/clip_04"),
                MelSpectrogram.preEmphasised(sound, 0.97),
                2e-5,
                1e-4);
        MelSpectrogram mels = new MelSpectrogram(MelConfig.SPEAKER);
        float[] golden = Goldens.floats("audio/speaker_encoder_mel/clip_04");
        Mel power = mels.power(sound);
        Goldens.assertClose("speaker mel", golden, power.binsFirst(), 1e-5, 1e-3);
        float[] logs = mels.log(sound).binsFirst();
        for (int i = 0; i < logs.length; i++) {
            assertEquals(Math.log(golden[i] + 1e-6), logs[i], 1e-3);
        }
    }

    @Test
    void aFewNumbersHoldWithoutTheReferenceFiles() {
        // Computed from the formulas in double precision, by a program that agrees with the reference.
        float[] sound = new float[6000];
        for (int n = 0; n < sound.length; n++) {
            sound[n] = (float) (Math.sin(0.05 * n) / 2 + Math.sin(0.9 * n) / 4);
        }
        checkFew("dvae", new MelSpectrogram(MelConfig.DVAE).log(sound));
        checkFew("conditioning", new MelSpectrogram(MelConfig.CONDITIONING).log(sound));
        checkFew("speaker", new MelSpectrogram(MelConfig.SPEAKER).log(sound));
    }

    @Test
    void aFewBandsOfTheReferenceHoldWithoutItsFiles() {
        checkBands("bands dvae", MelConfig.DVAE);
        checkBands("bands conditioning", MelConfig.CONDITIONING);
        checkBands("bands speaker", MelConfig.SPEAKER);
    }

    private static void checkBands(String name, MelConfig config) {
        float[] bank = new MelFilters(config).dense();
        var rows = FewNumbers.of(name);
        assertTrue(rows.size() >= 12, "only " + rows.size() + " numbers compared");
        for (FewNumbers.Row row : rows) {
            assertEquals(
                    row.value(),
                    bank[row.frame() * config.bins() + row.bin()],
                    config.areaNorm() ? 1e-7 : 1e-5,
                    name + row);
        }
    }

    private static void checkFew(String name, Mel mel) {
        int compared = 0;
        for (FewNumbers.Row row : FewNumbers.of(name)) {
            assertEquals(row.value(), mel.at(row.frame(), row.bin()), 2e-4, name + " " + row);
            compared++;
        }
        assertTrue(compared >= 12, "only " + compared + " numbers compared");
    }

    @Test
    void isFastAndTheSameFromManyThreads() {
        MelSpectrogram mels = new MelSpectrogram(MelConfig.DVAE);
        float[] sound = new float[220_500];
        for (int n = 0; n < sound.length; n++) {
            sound[n] = (float) Math.sin(0.01 * n + 1e-6 * n * n);
        }
        Mel alone = mels.log(sound);
        IntStream.range(0, 16).parallel().forEach(i -> assertEquals(alone, mels.log(sound)));
        long start = System.nanoTime();
        mels.log(sound);
        double millis = (System.nanoTime() - start) / 1e6;
        System.out.printf(Locale.ROOT, "mel of 10 s: %.1f ms%n", millis);
        assertTrue(millis < 1000, millis + " ms");
    }

    @ParameterizedTest
    @ValueSource(ints = {513, 514, 767, 768, 769, 1023, 1024, 1025, 1279, 1280, 2000, 4095, 4096, 4999})
    void hasAFrameForEveryHop(int samples) {
        Mel mel = new MelSpectrogram(MelConfig.DVAE).log(new float[samples]);
        assertEquals(1 + samples / 256, mel.frames());
        assertEquals((float) Math.log(1e-5), mel.at(mel.frames() - 1, 79), 1e-6);
    }

    @Test
    void refusesTooShortSoundAndTheWrongRate() {
        MelSpectrogram mels = new MelSpectrogram(MelConfig.CONDITIONING);
        assertTrue(assertThrows(IllegalArgumentException.class, () -> mels.log(new float[1024]))
                .getMessage()
                .contains("1025"));
        assertTrue(assertThrows(IllegalArgumentException.class, () -> mels.log(new AudioClip(new float[9000], 24000)))
                .getMessage()
                .contains("resample"));
    }

    @Test
    void ordersAndDivisionsInvert() {
        Mel mel = new Mel(3, 2, new float[] {1, 2, 3, 4, 5, 6});
        assertArrayEquals(new float[] {1, 3, 5, 2, 4, 6}, mel.binsFirst());
        assertEquals(mel, Mel.ofBinsFirst(2, 3, mel.binsFirst()));
        float[] stats = {2, 4};
        assertEquals(mel, mel.dividedBy(stats).multipliedBy(stats));
        assertEquals(new Mel(1, 2, new float[] {3, 4}), mel.slice(1, 2));
        assertThrows(IllegalArgumentException.class, () -> mel.dividedBy(new float[] {1}));
        assertThrows(IllegalArgumentException.class, () -> new Mel(2, 2, new float[3]));
    }
}
