package hangolo.audio;

/**
 * What can be measured of a clip without knowing what is said: facts for rules about recordings and test sentences.
 * Levels are in dB; {@link #SILENT} stands for nothing at all.
 *
 * @param durationSeconds length of the clip
 * @param peakDbfs largest sample, relative to full scale
 * @param rmsDbfs mean power of the whole clip, relative to full scale (a full-scale sine has -3)
 * @param clippedRatio share of samples at full scale (0.999 and above), 0 to 1
 * @param leadingSilenceSeconds time before the first sound
 * @param trailingSilenceSeconds time after the last sound
 * @param trailingNoiseDb level of what comes after the speech (from 0.25 s after the last voiced moment, which leaves
 *     room for a final consonant) relative to the speech; {@link #SILENT} if nothing comes after. Recordings have -40
 *     and less, or about -20 where they end in a long consonant; hiss that a model adds after a sentence has more. A
 *     tone at the end counts as voiced and shows as duration instead.
 * @param silenceRatio share of 10 ms frames that are silent: 30 dB below the speech, or under -60 dBFS
 * @param voicedRatio share of the other frames that have a pitch
 * @param pitchMeanHertz mean pitch of the voiced frames, 0 if there are none
 * @param pitchLowHertz the pitch that 5 % of them stay below, 0 if there are none
 * @param pitchHighHertz the pitch that 5 % of them exceed, 0 if there are none
 */
public record AudioEvidence(
        double durationSeconds,
        double peakDbfs,
        double rmsDbfs,
        double clippedRatio,
        double leadingSilenceSeconds,
        double trailingSilenceSeconds,
        double trailingNoiseDb,
        double silenceRatio,
        double voicedRatio,
        double pitchMeanHertz,
        double pitchLowHertz,
        double pitchHighHertz) {
    private static final double ENOUGH_VOICE = 0.3;

    /** The level of nothing, dB. */
    public static final double SILENT = -100;

    /**
     * Whether enough of the clip has a pitch for pitch and end of speech to mean something: speech has 0.5 or more, sound made by
     * Griffin-Lim, whose phases are guessed, much less.
     */
    public boolean voiced() {
        return pitchMeanHertz > 0 && voicedRatio >= ENOUGH_VOICE;
    }

    /** Width of the pitch range in semitones, 0 without pitch: monotonous speech has less than about 4. */
    public double pitchRangeSemitones() {
        return voiced() ? 12 * Math.log(pitchHighHertz / pitchLowHertz) / Math.log(2) : 0;
    }
}
