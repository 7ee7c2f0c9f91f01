package hangolo.audio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class GriffinLimTest {
    private static final MelExtractor MELS = new MelExtractor(MelConfig.DVAE);
    private final GriffinLim vocoder = new GriffinLim(MelConfig.DVAE, 1);

    @Test
    void spreadPowerHasTheMelItWasMadeFrom() {
        float[] logMel = new float[80];
        for (int b = 0; b < 80; b++) {
            logMel[b] = (float) (2 * Math.sin(b / 9.0) - 1);
        }
        float[] magnitudes = vocoder.spread(logMel);
        float[] power = new float[magnitudes.length];
        for (int k = 0; k < power.length; k++) {
            power[k] = magnitudes[k] * magnitudes[k];
        }
        float[] mel = new float[80];
        new MelFilters(MelConfig.DVAE).apply(power, mel, 0);
        for (int b = 0; b < 80; b++) {
            assertEquals(logMel[b], Math.log(mel[b]), 0.3, "bin " + b);
        }
    }

    @Test
    void aToneComesBackAtItsPitchAndLevel() {
        float[] tone = new float[22050];
        for (int i = 0; i < tone.length; i++) {
            tone[i] = (float) (0.3 * Math.sin(2 * Math.PI * 1000 * i / 22050));
        }
        AudioClip back = vocoder.sound(MELS.log(tone));
        int crossings = 0;
        double square = 0;
        for (int i = 2000; i < 20000; i++) {
            crossings += back.samples()[i] >= 0 && back.samples()[i - 1] < 0 ? 1 : 0;
            square += back.samples()[i] * back.samples()[i];
        }
        assertEquals(1000, crossings * 22050 / 18000.0, 25);
        assertEquals(0.3 / Math.sqrt(2), Math.sqrt(square / 18000), 0.05);
    }

    @Test
    void isDeterministicPerSeed() {
        MelSpectrogram mel = MELS.log(new hangolo.audio.letters.LetterVoice("a", 120, 0, 1).say("hangoló program", 1));
        AudioClip first = vocoder.sound(mel);
        assertEquals((mel.frames() - 1) * 256, first.length());
        assertEquals(first, new GriffinLim(MelConfig.DVAE, 1).sound(mel));
        assertNotEquals(first, new GriffinLim(MelConfig.DVAE, 2).sound(mel));
    }

    @Test
    void speechKeepsItsMel() throws IOException {
        MelSpectrogram mel = MELS.log(AudioReader.load(Recordings.speech().resolve("LJ001-0002.wav"), 22050));
        MelSpectrogram back = MELS.log(vocoder.sound(mel));
        assertEquals(mel.frames(), back.frames());
        double sum = 0;
        for (int i = 0; i < mel.values().length; i++) {
            sum += Math.abs(mel.values()[i] - back.values()[i]);
        }
        double mean = sum / mel.values().length;
        System.out.printf(Locale.ROOT, "speech through Griffin-Lim: mean log-mel difference %.3f%n", mean);
        assertTrue(mean < 0.35, "mean difference " + mean);
    }

    @Test
    void refusesOtherShapes() {
        assertThrows(IllegalArgumentException.class, () -> vocoder.sound(new MelSpectrogram(5, 64, new float[320])));
        assertThrows(IllegalArgumentException.class, () -> vocoder.sound(new MelSpectrogram(1, 80, new float[80])));
    }
}
