package hangolo.audio.letters;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hangolo.audio.AudioClip;
import hangolo.audio.AudioReader;
import hangolo.audio.GriffinLim;
import hangolo.audio.MelConfig;
import hangolo.audio.MelExtractor;
import hangolo.audio.MelSpectrogram;
import hangolo.audio.Recordings;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class LetterReaderTest {
    private static final List<LetterVoice> VOICES = List.of(
            LetterVoice.of("Milliomos"),
            LetterVoice.of("Blikk"),
            new LetterVoice("high", 215, 4, 1.03),
            new LetterVoice("low", 82, -4, 0.97));
    private static final List<String> SENTENCES = List.of(
            "Árvíztűrő tükörfúrógép, jó szerencsét!",
            "The quick brown fox jumps over the lazy dog.",
            "Az öreg ház előtt egy nagy diófa állt.",
            "We will all call Anna; pizza, jazz and buzz.",
            "Ő és ű, ó és í: minden betű más hang, xyz qwk.");
    private static final MelExtractor MELS = new MelExtractor(MelConfig.DVAE);
    private final LetterReader reader = new LetterReader(VOICES);

    /** Share of letters read over all voices and sentences, after something is done to the mel and made audible. */
    private double read(String what, int sentences, UnaryOperator<AudioClip> through) {
        double sum = 0;
        double worst = 1;
        for (LetterVoice voice : VOICES) {
            for (String sentence : SENTENCES.subList(0, sentences)) {
                String heard = reader.read(through.apply(voice.say(sentence, sentence.length())));
                double score = Letters.lettersRead(sentence, heard);
                if (score < 0.9) {
                    System.out.println(voice + ": " + Letters.spoken(sentence) + " -> " + heard);
                }
                sum += score;
                worst = Math.min(worst, score);
            }
        }
        double mean = sum / (VOICES.size() * sentences);
        System.out.printf(Locale.ROOT, "letters read, %s: mean %.4f, worst sentence %.4f%n", what, mean, worst);
        return mean;
    }

    @Test
    void readsCleanSound() {
        assertTrue(read("clean", 5, clip -> clip) >= 0.99);
    }

    @Test
    void readsAfterTwoResamplings() {
        assertTrue(read("by 24 kHz", 2, clip -> clip.resampled(24000)) >= 0.99);
    }

    @Test
    void readsAfterMelAndGriffinLim() {
        GriffinLim vocoder = new GriffinLim(MelConfig.DVAE, 1);
        assertTrue(read("mel and Griffin-Lim", 1, clip -> vocoder.sound(MELS.log(clip))) >= 0.97);
    }

    @Test
    void readsThroughACoarseCode() {
        GriffinLim vocoder = new GriffinLim(MelConfig.DVAE, 1);
        assertTrue(read("blurred, noisy mel", 1, clip -> vocoder.sound(coarse(MELS.log(clip)))) >= 0.93);
    }

    /** What a small code book leaves of a mel: one frame for four, with an error of 0.6 nepers (5 dB) in every bin. */
    private static MelSpectrogram coarse(MelSpectrogram mel) {
        SplittableRandom random = new SplittableRandom(5);
        float[] values = new float[mel.values().length];
        for (int t = 0; t < mel.frames(); t++) {
            int from = t / 4 * 4;
            int to = Math.min(mel.frames(), from + 4);
            for (int b = 0; b < mel.bins(); b++) {
                float sum = 0;
                for (int s = from; s < to; s++) {
                    sum += mel.at(s, b);
                }
                values[t * mel.bins() + b] = sum / (to - from) + (float) (0.6 * random.nextGaussian());
            }
        }
        return new MelSpectrogram(mel.frames(), mel.bins(), values);
    }

    @Test
    void readsAlmostNothingFromNoise() {
        SplittableRandom random = new SplittableRandom(7);
        for (String sentence : SENTENCES) {
            int samples = Letters.spoken(sentence).length() * Letters.SAMPLES;
            float[] white = new float[samples];
            float[] brown = new float[samples];
            for (int i = 0; i < samples; i++) {
                white[i] = (float) (0.1 * random.nextGaussian());
                brown[i] = 0.98f * (i > 0 ? brown[i - 1] : 0) + 0.2f * white[i];
            }
            assertLow(sentence, "white noise", white);
            assertLow(sentence, "brown noise", brown);
            assertLow(sentence, "silence", new float[samples]);
        }
    }

    @Test
    void readsAlmostNothingFromBabble() {
        SplittableRandom random = new SplittableRandom(11);
        double sum = 0;
        for (String sentence : SENTENCES) {
            StringBuilder babble = new StringBuilder();
            while (babble.length() < Letters.spoken(sentence).length()) {
                babble.append(Letters.ALPHABET.charAt(random.nextInt(Letters.ALPHABET.length())));
            }
            String heard = reader.read(VOICES.get(0).say(babble.toString(), 3));
            double score = Letters.lettersRead(sentence, heard);
            assertTrue(score < 0.35, sentence + " read from babble: " + score);
            assertTrue(Letters.lettersRead(babble.toString(), heard) > 0.95, "the babble itself is read");
            sum += score;
        }
        System.out.printf(Locale.ROOT, "letters read from babble: %.3f%n", sum / SENTENCES.size());
    }

    @Test
    void readsAlmostNothingFromRealSpeech() throws IOException {
        AudioClip speech = AudioReader.read(Recordings.speech().resolve("LJ001-0002.wav"));
        double score = Letters.lettersRead("in being comparatively modern.", reader.read(speech));
        assertTrue(score < 0.2, "read " + score);
    }

    @Test
    void readsAVoiceItHasNotMet() {
        LetterReader stranger = new LetterReader(List.of(LetterVoice.of("Milliomos")));
        double sum = 0;
        for (String sentence : SENTENCES) {
            String heard = stranger.read(LetterVoice.of("Blikk").say(sentence, 1));
            sum += Letters.lettersRead(sentence, heard) / SENTENCES.size();
        }
        System.out.printf(Locale.ROOT, "letters read of an unknown voice: %.3f%n", sum);
        assertTrue(sum > 0.5, "read " + sum);
    }

    private void assertLow(String sentence, String what, float[] samples) {
        String heard = reader.read(new AudioClip(samples, Letters.SAMPLE_RATE));
        double score = Letters.lettersRead(sentence, heard);
        assertTrue(score < 0.2, what + " reads as \"" + heard + "\": " + score);
    }

    @Test
    void followsASpeakerWhoDrawls() {
        String sentence = SENTENCES.get(1);
        AudioClip clip = VOICES.get(0).say(sentence, 1);
        // Played 15 % longer at the same pitch is not at hand; 46 ms pauses between words are a drift as well.
        float[] samples = new float[clip.length() + 20 * 1024];
        int out = 0;
        for (int i = 0; i < Letters.spoken(sentence).length(); i++) {
            System.arraycopy(clip.samples(), i * Letters.SAMPLES, samples, out, Letters.SAMPLES);
            out += Letters.SAMPLES + (i % 5 == 4 ? 300 : 0);
        }
        String heard = reader.read(new AudioClip(samples, Letters.SAMPLE_RATE).slice(0, out));
        assertTrue(Letters.lettersRead(sentence, heard) >= 0.9, heard);
    }

    @Test
    void everyLetterHasASoundOfItsOwn() {
        for (LetterVoice voice : VOICES) {
            String letters = Letters.ALPHABET.strip();
            MelSpectrogram mel = MELS.log(voice.say(letters, 2));
            double closest = -1;
            for (int a = 0; a < letters.length(); a++) {
                for (int b = 0; b < a; b++) {
                    closest = Math.max(
                            closest,
                            FrameShape.correlation(
                                    FrameShape.of(mel.row(8 * a + 4)), FrameShape.of(mel.row(8 * b + 4))));
                }
            }
            System.out.printf(Locale.ROOT, "%s: most alike letters correlate by %.3f%n", voice, closest);
            assertTrue(closest < 0.72, voice + ": " + closest);
        }
    }

    @Test
    void aVoiceIsReproducibleAndLoudEnough() {
        LetterVoice voice = LetterVoice.of("Blikk");
        assertEquals(voice, LetterVoice.of("Blikk"));
        assertNotEquals(voice.pitchHertz(), LetterVoice.of("Milliomos").pitchHertz());
        AudioClip clip = voice.say("Jó napot!", 4);
        assertEquals(clip, voice.say("Jó napot!", 4));
        assertNotEquals(clip, voice.say("Jó napot!", 5));
        assertEquals("jó napot".length() * Letters.SAMPLES, clip.length());
        assertTrue(clip.peak() > 0.15 && clip.peak() < 1, "peak " + clip.peak());
        assertThrows(IllegalArgumentException.class, () -> new LetterVoice("x", 400, 0, 1));
    }

    @Test
    void scoresByEditDistance() {
        assertEquals("öt szép ű", Letters.spoken("  Öt, szép  Ű!"));
        assertEquals(1, Letters.lettersRead("Öt szép!", "öt szép"));
        assertEquals(1 - 2 / 7.0, Letters.lettersRead("öt szép", "ö szépp"), 1e-12);
        assertEquals(0, Letters.lettersRead("abc", "xxxxxxxxxxxxxxxxxxxxx"));
        assertEquals(0, Letters.lettersRead("abc", ""));
        assertThrows(IllegalArgumentException.class, () -> Letters.lettersRead("123", "a"));
    }
}
