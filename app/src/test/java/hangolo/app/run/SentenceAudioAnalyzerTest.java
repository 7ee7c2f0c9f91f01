package hangolo.app.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hangolo.audio.AudioAnalyzer;
import hangolo.audio.AudioClip;
import hangolo.rules.PhaseTracker;
import hangolo.rules.RuleBase;
import hangolo.rules.audit.Firing;
import hangolo.rules.facts.AudioFacts;
import hangolo.rules.facts.AudioMeasure;
import hangolo.rules.facts.EvaluationPoint;
import hangolo.rules.facts.MachineState;
import hangolo.rules.judge.Conclusion;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

/** Synthetic speech with exactly one fault, measured as in training, and what the rules say about it. */
class SentenceAudioAnalyzerTest {
    private static final int RATE = 24_000;
    private static final double LEVEL = 0.3;
    private static final String TEXT = "Jó estét kívánok!";
    private static final RuleBase RULES = RuleBase.shipped();
    private static final AudioClip REFERENCE = speech(150, 1.4);
    private static final AudioClip GOOD = speech(155, 1.5);

    /** A gliding voice with overtones and pauses of a tenth of a second, as long as asked. */
    private static AudioClip speech(double hertz, double seconds) {
        return speech(seconds, at -> hertz * (1 + 0.25 * Math.sin(2 * Math.PI * at / 0.7)), LEVEL);
    }

    private static AudioClip speech(double seconds, DoubleUnaryOperator pitch, double level) {
        float[] samples = new float[(int) (seconds * RATE)];
        double phase = 0;
        for (int i = 0; i < samples.length; i++) {
            double at = i / (double) RATE;
            phase += 2 * Math.PI * pitch.applyAsDouble(at) / RATE;
            boolean pause = at % 0.5 > 0.44;
            double voice = 0.6 * Math.sin(phase) + 0.3 * Math.sin(2 * phase) + 0.1 * Math.sin(3 * phase);
            samples[i] = pause ? 0 : (float) (level * voice);
        }
        return new AudioClip(samples, RATE);
    }

    private static AudioClip with(AudioClip clip, double seconds, double noise) {
        float[] more = java.util.Arrays.copyOf(clip.samples(), clip.samples().length + (int) (seconds * RATE));
        SplittableRandom random = new SplittableRandom(7);
        for (int i = clip.samples().length; i < more.length; i++) {
            more[i] = (float) (noise * random.nextGaussian());
        }
        return new AudioClip(more, RATE);
    }

    private static AudioClip scaled(AudioClip clip, double factor) {
        float[] samples = clip.samples().clone();
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (float) Math.max(-1, Math.min(1, samples[i] * factor));
        }
        return new AudioClip(samples, RATE);
    }

    private static AudioFacts measured(AudioClip clip, boolean complete) {
        return new SentenceAudioAnalyzer(Optional.of(SentenceAudioAnalyzerTest::embedding))
                .measure(TEXT, clip, AudioAnalyzer.measure(clip), complete, REFERENCE);
    }

    /** In place of a speaker encoder: a direction that turns when the clip hisses. */
    private static float[] embedding(AudioClip clip) {
        double rough = 0;
        double power = 1e-9;
        for (int i = 1; i < clip.samples().length; i++) {
            double step = clip.samples()[i] - clip.samples()[i - 1];
            rough += step * step;
            power += clip.samples()[i] * clip.samples()[i];
        }
        double angle = Math.min(Math.PI / 2, 3 * rough / power);
        return new float[] {(float) Math.cos(angle), (float) Math.sin(angle)};
    }

    private static List<String> symptoms(AudioFacts now) {
        PhaseTracker supervisor = PhaseTracker.start(RULES, 2);
        supervisor.observe(EvaluationPoint.of(2, 0, 0, 3, 0.02), List.of(measured(GOOD, true)), MachineState.unknown());
        Conclusion conclusion =
                supervisor.observe(EvaluationPoint.of(2, 100, 0, 2.9, 0.02), List.of(now), MachineState.unknown());
        return conclusion.fired().stream()
                .filter(firing -> firing.file().equals("audio.csv"))
                .map(Firing::rule)
                .toList();
    }

    private static void assertFault(String rule, AudioFacts facts) {
        assertTrue(symptoms(facts).contains(rule), rule + " in " + symptoms(facts) + " of " + facts);
    }

    @Test
    void goodSpeechHasNoSymptom() {
        AudioFacts facts = measured(speech(160, 1.45), true);
        assertEquals(List.of(), symptoms(facts), facts.toString());
        assertEquals(AudioMeasure.values().length, facts.measures().size(), "everything was measured");
    }

    @Test
    void everyFaultIsHeardByItsRule() {
        assertFault("audio trailing noise", measured(with(GOOD, 0.7, 0.1), true));
        assertFault("audio clipping", measured(scaled(GOOD, 4.5), true));
        assertFault("audio silence", measured(with(GOOD, 1.4, 0), true));
        assertFault("audio too quiet", measured(scaled(GOOD, 0.1), true));
        assertFault("audio too loud", measured(scaled(GOOD, 8), true));
        assertFault("audio rambling", measured(speech(155, 2.6), true));
        assertFault("audio hurried", measured(speech(155, 0.8), true));
        assertFault("audio pitch too high", measured(speech(215, 1.5), true));
        assertFault("audio pitch too low", measured(speech(100, 1.5), true));
        assertFault("audio pitch off the speaker", measured(speech(215, 1.5), true));
        assertFault("audio monotonous", measured(speech(1.5, at -> 155, LEVEL), true));
        assertFault("audio flatter than the speaker", measured(speech(1.5, at -> 155, LEVEL), true));
        assertFault("audio no end", measured(GOOD, false));
        assertFault("audio other speaker", measured(with(GOOD, 0.3, 0.3), true));
    }

    @Test
    void aSilentClipIsTooQuietAndHasNoPitch() {
        AudioFacts silent = measured(new AudioClip(new float[(int) (1.5 * RATE)], RATE), true);
        assertEquals(
                List.of("audio silence", "audio too quiet"),
                symptoms(silent).stream()
                        .filter(r -> !r.equals("audio other speaker"))
                        .toList());
        assertTrue(silent.measure(AudioMeasure.PITCH_MEAN_HZ).isEmpty());
        assertTrue(silent.measure(AudioMeasure.SPEAKER_PITCH_SEMITONES).isEmpty());
    }

    @Test
    void figuresHaveTheirUnits() {
        AudioFacts octave = measured(speech(300, 1.5), true);
        assertEquals(12, octave.measure(AudioMeasure.SPEAKER_PITCH_SEMITONES).orElseThrow(), 0.4);
        assertEquals(300, octave.measure(AudioMeasure.PITCH_MEAN_HZ).orElseThrow(), 12);
        assertEquals(1, octave.measure(AudioMeasure.SPEAKER_RANGE_RATIO).orElseThrow(), 0.15);
        assertEquals(
                1.5 / TEXT.length(),
                octave.measure(AudioMeasure.SECONDS_PER_CHARACTER).orElseThrow(),
                1e-3);
        AudioFacts self = measured(REFERENCE, true);
        assertEquals(0, self.measure(AudioMeasure.SPEAKER_PITCH_SEMITONES).orElseThrow(), 1e-9);
        assertEquals(1, self.measure(AudioMeasure.SPEAKER_SIMILARITY).orElseThrow(), 1e-6);
    }
}
