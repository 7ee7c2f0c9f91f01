package hangolo.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;

import hangolo.rules.facts.AudioFacts;
import hangolo.rules.facts.AudioMeasure;
import hangolo.rules.facts.EvaluationContext;
import hangolo.rules.facts.EvaluationPoint;
import hangolo.rules.facts.MachineState;
import hangolo.rules.facts.TrendTracker;
import hangolo.rules.word.Tier;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AudioRulesTest {
    private static List<String> fired(AudioFacts start, AudioFacts now) {
        EvaluationPoint point = EvaluationPoint.of(2, 100, 0, 3.4, 0.028);
        TrendTracker tracker = new TrendTracker(4, 0.5);
        tracker.add(point);
        return Shipped.RULES
                .evaluate(new EvaluationContext(
                        point, tracker.trend(), List.of(now), List.of(start), 0, Tier.NONE, MachineState.unknown()))
                .fired()
                .stream()
                .filter(firing -> firing.file().equals("audio.csv"))
                .map(firing -> firing.rule())
                .toList();
    }

    @ParameterizedTest
    @CsvSource({
        "SECONDS_PER_CHARACTER, 0.1, 0.149, ",
        "SECONDS_PER_CHARACTER, 0.1, 0.15, audio rambling",
        "SECONDS_PER_CHARACTER, 0.1, 0.06, ",
        "SECONDS_PER_CHARACTER, 0.1, 0.0599, audio hurried",
        "TRAILING_NOISE_DB, -60, -15, audio trailing noise",
        "TRAILING_NOISE_DB, -60, -15.1, ",
        "TRAILING_NOISE_DB, -15, -5, audio trailing noise",
        "TRAILING_NOISE_DB, -15, -5.1, ",
        "SILENCE_RATIO, 0.1, 0.35, audio silence",
        "SILENCE_RATIO, 0.1, 0.349, ",
        "CLIPPING_RATIO, 0, 0.001, audio clipping",
        "CLIPPING_RATIO, 0, 0.0009, ",
        "CLIPPING_RATIO, 0.01, 0.0109, ",
        "LEVEL_DB, -20, -32, ",
        "LEVEL_DB, -20, -32.1, audio too quiet",
        "LEVEL_DB, -20, -8, audio too loud",
        "LEVEL_DB, -20, -8.1, ",
        "PITCH_MEAN_HZ, 200, 270, audio pitch too high",
        "PITCH_MEAN_HZ, 200, 269, ",
        "PITCH_MEAN_HZ, 200, 140, ",
        "PITCH_MEAN_HZ, 200, 139, audio pitch too low",
        "PITCH_RANGE_SEMITONES, 10, 3.5, ",
        "PITCH_RANGE_SEMITONES, 10, 3.49, audio monotonous",
        "SPEAKER_SIMILARITY, 0.9, 0.75, audio other speaker",
        "SPEAKER_SIMILARITY, 0.9, 0.751, ",
        "SPEAKER_PITCH_SEMITONES, 2, 5, audio pitch off the speaker",
        "SPEAKER_PITCH_SEMITONES, 2, -5, audio pitch off the speaker",
        "SPEAKER_PITCH_SEMITONES, 1, 4.9, ",
        "SPEAKER_PITCH_SEMITONES, -4, 6.9, ",
        "SPEAKER_RANGE_RATIO, 0.9, 0.39, audio flatter than the speaker",
        "SPEAKER_RANGE_RATIO, 0.9, 0.4, ",
        "SPEAKER_RANGE_RATIO, 0.6, 0.31, "
    })
    void everySymptomHasItsLimit(AudioMeasure measure, double start, double now, String rule) {
        List<String> expected = rule == null ? List.of() : List.of(rule);
        assertEquals(
                expected,
                fired(
                        AudioFacts.of("a").with(measure, start),
                        AudioFacts.of("a").with(measure, now)));
    }

    @Test
    void notReachingTheEndIsASymptomUnlessItWasSoAtTheStart() {
        AudioFacts ended = AudioFacts.of("a").withStopTokenReached(true);
        AudioFacts cut = AudioFacts.of("a").withStopTokenReached(false);
        assertEquals(List.of("audio no end"), fired(ended, cut));
        assertEquals(List.of("audio no end"), fired(AudioFacts.of("a"), cut), "unknown at the start");
        assertEquals(List.of(), fired(cut, cut));
        assertEquals(List.of(), fired(ended, ended));
    }

    @Test
    void becomingShorterAfterARamblingStartIsNoSymptom() {
        AudioFacts rambling =
                AudioFacts.of("a").with(AudioMeasure.SECONDS_PER_CHARACTER, 1).withStopTokenReached(false);
        assertEquals(List.of(), fired(rambling, AudioFacts.of("a").with(AudioMeasure.SECONDS_PER_CHARACTER, 0.07)));
    }

    @Test
    void whatWasNotMeasuredAtBothTimesIsNotCompared() {
        AudioFacts loud = AudioFacts.of("a").with(AudioMeasure.LEVEL_DB, 0).with(AudioMeasure.CLIPPING_RATIO, 0.5);
        assertEquals(List.of(), fired(AudioFacts.of("a"), loud));
        assertEquals(List.of(), fired(loud, AudioFacts.of("a").with(AudioMeasure.LEVEL_DB, Double.NaN)));
        assertEquals(List.of(), fired(AudioFacts.of("b").with(AudioMeasure.LEVEL_DB, -40), loud), "another sentence");
    }
}
