package hangolo.audio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hangolo.audio.letters.LetterVoice;
import java.io.IOException;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AudioAnalyzerTest {
    private static final int RATE = 22050;

    /** A voice-like tone with overtones, seconds long. */
    private static float[] tone(double hertz, double seconds, double peak, int rate) {
        float[] tone = new float[(int) (seconds * rate)];
        for (int i = 0; i < tone.length; i++) {
            double phase = 2 * Math.PI * hertz * i / rate;
            tone[i] = (float) (peak * (0.6 * Math.sin(phase) + 0.3 * Math.sin(2 * phase) + 0.1 * Math.sin(3 * phase)));
        }
        return tone;
    }

    private static float[] noise(double seconds, double level) {
        SplittableRandom random = new SplittableRandom(3);
        float[] noise = new float[(int) (seconds * RATE)];
        for (int i = 0; i < noise.length; i++) {
            noise[i] = (float) (level * random.nextGaussian());
        }
        return noise;
    }

    private static AudioEvidence measure(float[]... parts) {
        int length = 0;
        for (float[] part : parts) {
            length += part.length;
        }
        float[] all = new float[length];
        int at = 0;
        for (float[] part : parts) {
            System.arraycopy(part, 0, all, at, part.length);
            at += part.length;
        }
        return AudioAnalyzer.measure(new AudioClip(all, RATE));
    }

    @Test
    void measuresLevels() {
        float[] sine = new float[RATE];
        for (int i = 0; i < sine.length; i++) {
            sine[i] = (float) (0.5 * Math.sin(2 * Math.PI * 200 * i / RATE));
        }
        AudioEvidence evidence = measure(sine);
        assertEquals(1, evidence.durationSeconds(), 1e-9);
        assertEquals(-6.02, evidence.peakDbfs(), 0.01);
        assertEquals(-9.03, evidence.rmsDbfs(), 0.01);
        assertEquals(0, evidence.clippedRatio());
    }

    @Test
    void countsClippedSamples() {
        float[] samples = new float[1000];
        for (int i = 0; i < 20; i++) {
            samples[i * 10] = i % 2 == 0 ? 1 : -1;
        }
        assertEquals(0.02, measure(samples).clippedRatio(), 1e-9);
    }

    @Test
    void findsSilenceAtBothEnds() {
        AudioEvidence evidence = measure(new float[RATE / 2], tone(150, 1, 0.4, RATE), noise(0.25, 1e-4));
        assertEquals(0.5, evidence.leadingSilenceSeconds(), 0.03);
        assertEquals(0.25, evidence.trailingSilenceSeconds(), 0.03);
        assertEquals(0.75 / 1.75, evidence.silenceRatio(), 0.03);
    }

    @Test
    void hearsNoiseAfterTheSpeech() {
        AudioEvidence clean = measure(tone(150, 1, 0.4, RATE), noise(0.8, 1e-4));
        AudioEvidence hiss = measure(tone(150, 1, 0.4, RATE), noise(0.8, 0.05));
        AudioEvidence consonant = measure(tone(150, 1, 0.4, RATE), noise(0.15, 0.05));
        assertTrue(clean.trailingNoiseDb() < -50, "clean " + clean);
        // 0.05 against 0.4 * sqrt(0.23): -11.7 dB
        assertEquals(-11.7, hiss.trailingNoiseDb(), 1.5);
        assertEquals(AudioEvidence.SILENT, consonant.trailingNoiseDb());
    }

    @ParameterizedTest
    @ValueSource(doubles = {80, 120, 210, 330, 450})
    void findsThePitch(double hertz) {
        for (int rate : new int[] {16000, 22050, 24000, 44100}) {
            AudioEvidence evidence = AudioAnalyzer.measure(new AudioClip(tone(hertz, 0.8, 0.4, rate), rate));
            assertEquals(hertz, evidence.pitchMeanHertz(), hertz * 0.01, rate + " Hz");
            assertTrue(evidence.voicedRatio() > 0.9, evidence.toString());
            assertEquals(0, evidence.pitchRangeSemitones(), 0.3);
        }
    }

    @Test
    void findsTheRangeOfAGlide() {
        float[] glide = new float[2 * RATE];
        double phase = 0;
        for (int i = 0; i < glide.length; i++) {
            phase += 2 * Math.PI * (100 + 100.0 * i / glide.length) / RATE;
            glide[i] = (float) (0.3 * Math.sin(phase) + 0.1 * Math.sin(2 * phase));
        }
        AudioEvidence evidence = measure(glide);
        assertEquals(105, evidence.pitchLowHertz(), 4);
        assertEquals(195, evidence.pitchHighHertz(), 4);
        assertEquals(12 * Math.log(195 / 105.0) / Math.log(2), evidence.pitchRangeSemitones(), 0.7);
    }

    @Test
    void hearsThePitchOfALetterVoice() {
        LetterVoice voice = new LetterVoice("a", 120, 0, 1);
        AudioEvidence evidence = AudioAnalyzer.measure(voice.say("hangoló és hangoló", 1));
        // Letters with one strong low harmonic are heard at that harmonic: only the lower end is the voice's pitch.
        assertEquals(120, evidence.pitchLowHertz(), 3);
        assertTrue(evidence.voicedRatio() > 0.6, evidence.toString());
    }

    @Test
    void noiseAndSilenceHaveNoVoice() {
        AudioEvidence noise = measure(noise(1, 0.1));
        assertTrue(noise.voicedRatio() < 0.05, noise.toString());
        AudioEvidence silence = measure(new float[RATE]);
        assertFalse(silence.voiced());
        assertEquals(1, silence.silenceRatio());
        assertEquals(1, silence.leadingSilenceSeconds(), 0.011);
        assertEquals(AudioEvidence.SILENT, silence.rmsDbfs());
        assertEquals(AudioEvidence.SILENT, silence.trailingNoiseDb());
        assertEquals(0, silence.pitchRangeSemitones());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 255, 256, 441, 442, 1023, 1024, 1025, 2047, 2048, 2049, 2999})
    void anyLengthIsMeasured(int samples) {
        AudioEvidence evidence = AudioAnalyzer.measure(new AudioClip(new float[samples], RATE));
        assertEquals(samples / (double) RATE, evidence.durationSeconds(), 1e-12);
        assertEquals(1, evidence.silenceRatio());
    }

    @Test
    void realSpeechLooksLikeSpeech() throws IOException {
        for (Path clip : Recordings.clips()) {
            AudioEvidence e = AudioAnalyzer.measure(AudioReader.read(clip));
            System.out.println(e);
            assertTrue(e.pitchMeanHertz() > 150 && e.pitchMeanHertz() < 280, "a woman's voice: " + e);
            assertTrue(e.voicedRatio() > 0.4 && e.voicedRatio() < 0.95, e.toString());
            assertTrue(e.trailingNoiseDb() < -20, e.toString());
            assertTrue(e.trailingSilenceSeconds() < 0.6 && e.leadingSilenceSeconds() < 0.3, e.toString());
        }
    }
}
