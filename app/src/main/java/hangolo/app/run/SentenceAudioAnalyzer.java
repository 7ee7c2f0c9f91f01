package hangolo.app.run;

import hangolo.audio.AudioAnalyzer;
import hangolo.audio.AudioClip;
import hangolo.audio.AudioEvidence;
import hangolo.models.xtts.speaker.SpeakerEncoder;
import hangolo.rules.facts.AudioFacts;
import hangolo.rules.facts.AudioMeasure;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Measures a synthesized test sentence, alone and against the speaker's reference clip: the facts of the rules in audio.csv. */
final class SentenceAudioAnalyzer {

    /** Shorter clips give no reliable speaker embedding. */
    private static final double ENOUGH_SECONDS = 0.5;

    private static final double SEMITONES = 12;

    private final Optional<Function<AudioClip, float[]>> encoder;
    private final Map<AudioClip, AudioEvidence> references = new HashMap<>();
    private final Map<AudioClip, float[]> embeddings = new HashMap<>();

    /**
     * @param encoder the speaker embedding of a clip; empty if the model has no speaker encoder
     */
    SentenceAudioAnalyzer(Optional<Function<AudioClip, float[]>> encoder) {
        this.encoder = encoder;
    }

    /**
     * Measures a clip. Pitch and trailing noise need voiced speech; what cannot be measured is left out.
     *
     * @param text the text to be synthesized
     * @param evidence measured on the clip
     * @param complete whether the model produced its stop token
     * @param reference the speaker's reference clip
     */
    AudioFacts measure(String text, AudioClip spoken, AudioEvidence evidence, boolean complete, AudioClip reference) {
        int characters = Math.max(1, text.strip().length());
        AudioFacts facts = AudioFacts.of(text)
                .with(AudioMeasure.SECONDS_PER_CHARACTER, evidence.durationSeconds() / characters)
                .with(AudioMeasure.SILENCE_RATIO, evidence.silenceRatio())
                .with(AudioMeasure.CLIPPING_RATIO, evidence.clippedRatio())
                .with(AudioMeasure.LEVEL_DB, evidence.rmsDbfs())
                .withStopTokenReached(complete);
        return withSpeaker(evidence.voiced() ? withVoice(facts, evidence, reference) : facts, spoken, reference);
    }

    private AudioFacts withVoice(AudioFacts facts, AudioEvidence evidence, AudioClip reference) {
        AudioFacts voiced = facts.with(AudioMeasure.TRAILING_NOISE_DB, evidence.trailingNoiseDb())
                .with(AudioMeasure.PITCH_MEAN_HZ, evidence.pitchMeanHertz())
                .with(AudioMeasure.PITCH_RANGE_SEMITONES, evidence.pitchRangeSemitones());
        AudioEvidence speaker = references.computeIfAbsent(reference, AudioAnalyzer::measure);
        if (!speaker.voiced()) {
            return voiced;
        }
        double ratio = evidence.pitchMeanHertz() / speaker.pitchMeanHertz();
        return voiced.with(AudioMeasure.SPEAKER_PITCH_SEMITONES, SEMITONES * Math.log(ratio) / Math.log(2))
                .with(AudioMeasure.SPEAKER_RANGE_RATIO, evidence.pitchRangeSemitones() / speaker.pitchRangeSemitones());
    }

    private AudioFacts withSpeaker(AudioFacts facts, AudioClip spoken, AudioClip reference) {
        if (encoder.isEmpty() || spoken.seconds() <= ENOUGH_SECONDS) {
            return facts;
        }
        float[] wanted = embeddings.computeIfAbsent(reference, encoder.get());
        return facts.with(
                AudioMeasure.SPEAKER_SIMILARITY,
                SpeakerEncoder.similarity(encoder.get().apply(spoken), wanted));
    }
}
