package hangolo.rules.facts;

/** What is measured on the audio of one test sentence. */
public enum AudioMeasure {
    /** Length of the audio divided by the characters of the sentence, in seconds per character. */
    SECONDS_PER_CHARACTER,
    /** Level of what comes after the speech, in dB relative to the speech: -100 is nothing, a long consonant about -20. */
    TRAILING_NOISE_DB,
    /** Share of the frames that are silent, 0 to 1. */
    SILENCE_RATIO,
    /** Share of the samples at or above full scale, 0 to 1. */
    CLIPPING_RATIO,
    /** RMS level of the whole clip, in dB relative to full scale. */
    LEVEL_DB,
    /** Mean pitch of the voiced frames, in Hz; 0 if nothing has a pitch. */
    PITCH_MEAN_HZ,
    /** Distance between the 5th and the 95th percentile of the pitch, in semitones. */
    PITCH_RANGE_SEMITONES,
    /** Cosine of the speaker embeddings of this audio and of the reference clip, -1 to 1. */
    SPEAKER_SIMILARITY,
    /** Mean pitch against that of the reference clip, in semitones: above 0 is higher than the speaker, 12 an octave. */
    SPEAKER_PITCH_SEMITONES,
    /** Pitch range in semitones divided by that of the reference clip: 1 is as lively as the speaker. */
    SPEAKER_RANGE_RATIO
}
