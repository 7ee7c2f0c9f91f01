package hangolo.rules.view;

import hangolo.rules.facts.AudioFacts;
import hangolo.rules.facts.AudioMeasure;
import hangolo.rules.facts.SignificantDigits;

/**
 * One test sentence now, compared with the same sentence at the phase's start (audio.csv).
 *
 * @param sentence its text
 * @param paceRatio seconds per character, now divided by start
 * @param trailingNoiseDb level of what comes after the speech, dB relative to the speech
 * @param trailingNoiseRise dB above the start
 * @param silenceRise silent share, now minus start
 * @param clippingRatio clipped share now
 * @param clippingRise clipped share, now minus start
 * @param levelChangeDb level, now minus start
 * @param pitchRatio mean pitch, now divided by start
 * @param pitchRangeRatio pitch range, now divided by start
 * @param similarity similarity to the reference speaker now
 * @param similarityDrop similarity, start minus now
 * @param speakerPitchOff distance of the mean pitch from that of the reference clip, semitones, never below 0
 * @param speakerPitchDrift that distance, now minus start, semitones: above 0 is further away
 * @param speakerRange pitch range now, divided by that of the reference clip
 * @param speakerRangeFall that ratio, start minus now: above 0 is less lively
 * @param stopTokenReached the model ended the sentence by itself
 * @param startRambled true only if it did not do so at the start
 */
public record SentenceAudioFacts(
        String sentence,

        @FactInfo(title = "Pace", unit = "x the start", from = 0)
        Double paceRatio,

        @FactInfo(title = "Trailing noise", unit = "dB") Double trailingNoiseDb,

        @FactInfo(title = "Rise of the trailing noise", unit = "dB")
        Double trailingNoiseRise,

        @FactInfo(title = "Rise of silence", unit = "share", from = -1, to = 1)
        Double silenceRise,

        @FactInfo(title = "Clipping", unit = "share", from = 0, to = 1)
        Double clippingRatio,

        @FactInfo(title = "Rise of clipping", unit = "share", from = -1, to = 1)
        Double clippingRise,

        @FactInfo(title = "Change of level", unit = "dB") Double levelChangeDb,

        @FactInfo(title = "Pitch", unit = "x the start", from = 0)
        Double pitchRatio,

        @FactInfo(title = "Pitch range", unit = "x the start", from = 0)
        Double pitchRangeRatio,

        @FactInfo(title = "Speaker similarity", from = -1, to = 1)
        Double similarity,

        @FactInfo(title = "Drop of speaker similarity", from = -2, to = 2)
        Double similarityDrop,

        @FactInfo(title = "Pitch off the speaker's", unit = "semitones", from = 0)
        Double speakerPitchOff,

        @FactInfo(title = "Drift from the speaker's pitch", unit = "semitones")
        Double speakerPitchDrift,

        @FactInfo(title = "Pitch range", unit = "x the speaker's", from = 0)
        Double speakerRange,

        @FactInfo(title = "Fall of the pitch range against the speaker's")
        Double speakerRangeFall,

        @FactInfo(title = "Stop token reached") Boolean stopTokenReached,
        @FactInfo(title = "Rambled at the start") boolean startRambled) {

    /** Compares a sentence now with the start; what either lacks stays unknown. */
    public static SentenceAudioFacts compare(AudioFacts now, AudioFacts start) {
        return new SentenceAudioFacts(
                now.sentence(),
                ratio(now, start, AudioMeasure.SECONDS_PER_CHARACTER),
                value(now, AudioMeasure.TRAILING_NOISE_DB),
                rise(now, start, AudioMeasure.TRAILING_NOISE_DB),
                rise(now, start, AudioMeasure.SILENCE_RATIO),
                value(now, AudioMeasure.CLIPPING_RATIO),
                rise(now, start, AudioMeasure.CLIPPING_RATIO),
                rise(now, start, AudioMeasure.LEVEL_DB),
                ratio(now, start, AudioMeasure.PITCH_MEAN_HZ),
                ratio(now, start, AudioMeasure.PITCH_RANGE_SEMITONES),
                value(now, AudioMeasure.SPEAKER_SIMILARITY),
                rise(start, now, AudioMeasure.SPEAKER_SIMILARITY),
                distance(now, AudioMeasure.SPEAKER_PITCH_SEMITONES),
                minus(
                        distance(now, AudioMeasure.SPEAKER_PITCH_SEMITONES),
                        distance(start, AudioMeasure.SPEAKER_PITCH_SEMITONES)),
                value(now, AudioMeasure.SPEAKER_RANGE_RATIO),
                rise(start, now, AudioMeasure.SPEAKER_RANGE_RATIO),
                now.stopTokenReached().orElse(null),
                start.stopTokenReached().isPresent()
                        && !start.stopTokenReached().get());
    }

    private static Double value(AudioFacts facts, AudioMeasure measure) {
        return SignificantDigits.comparable(facts.measure(measure));
    }

    private static Double distance(AudioFacts facts, AudioMeasure measure) {
        Double value = value(facts, measure);
        return value == null ? null : Double.valueOf(Math.abs(value));
    }

    private static Double rise(AudioFacts now, AudioFacts start, AudioMeasure measure) {
        return minus(value(now, measure), value(start, measure));
    }

    private static Double minus(Double to, Double from) {
        return to == null || from == null ? null : SignificantDigits.rounded(to - from);
    }

    private static Double ratio(AudioFacts now, AudioFacts start, AudioMeasure measure) {
        Double to = value(now, measure);
        Double from = value(start, measure);
        return to == null || from == null || from <= 0 ? null : SignificantDigits.rounded(to / from);
    }
}
