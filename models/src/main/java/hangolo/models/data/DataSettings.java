package hangolo.models.data;

import hangolo.audio.MelConfig;
import java.util.Objects;

/**
 * Which clips are trained with and how they are prepared. The defaults are Coqui's (xtts-spec.md 4.2).
 *
 * @param sampleRate rate of the sound, Hz
 * @param fewestSamples shortest clip; Coqui TTS leaves out what is shorter than half a second
 * @param mostSamples longest clip; 255995 samples are 11.6 s and give 250 audio codes
 * @param mostTextTokens longest text in tokens, the language token included
 * @param brokenClips what to do about missing and unreadable files
 * @param split which clips are held out
 * @param threads clips that are decoded at the same time; each needs a few MB
 */
public record DataSettings(
        int sampleRate,
        int fewestSamples,
        int mostSamples,
        int mostTextTokens,
        BrokenClips brokenClips,
        EvaluationSplit split,
        int threads) {

    /** What to do about clips whose file is missing, empty or unreadable. */
    public enum BrokenClips {
        /** Stop before anything is prepared, and name them: the data set is not what its metadata says. */
        REFUSE,
        /** Go on without them, and name them in the report. */
        LEAVE_OUT
    }

    /** Checks the limits. */
    public DataSettings {
        Objects.requireNonNull(brokenClips, "brokenClips");
        Objects.requireNonNull(split, "split");
        int least = MelConfig.CONDITIONING.fewestSamples();
        if (sampleRate < 1 || fewestSamples < least || mostSamples < fewestSamples) {
            throw new IllegalArgumentException(
                    "clips of %d to %d samples at %d Hz cannot be trained with: at least %d samples are needed, and the longest must not be shorter than the shortest."
                            .formatted(fewestSamples, mostSamples, sampleRate, least));
        }
        if (mostTextTokens < 1 || threads < 1) {
            throw new IllegalArgumentException("the longest text (" + mostTextTokens + " tokens) and the threads ("
                    + threads + ") must be positive.");
        }
    }

    /** Coqui's limits, broken clips refused, 5 % stratified evaluation, one thread. */
    public static DataSettings defaults() {
        return new DataSettings(22050, 11025, 255995, 200, BrokenClips.REFUSE, EvaluationSplit.stratified(0.05, 0), 1);
    }

    /** The same with other limits: longest clip in samples, longest text in tokens. */
    public DataSettings withLimits(int samples, int textTokens) {
        return new DataSettings(sampleRate, fewestSamples, samples, textTokens, brokenClips, split, threads);
    }

    /** The same with another rule for broken clips. */
    public DataSettings withBrokenClips(BrokenClips rule) {
        return new DataSettings(sampleRate, fewestSamples, mostSamples, mostTextTokens, rule, split, threads);
    }

    /** The same with another evaluation split. */
    public DataSettings withSplit(EvaluationSplit other) {
        return new DataSettings(sampleRate, fewestSamples, mostSamples, mostTextTokens, brokenClips, other, threads);
    }

    /** The same with another number of threads. */
    public DataSettings withThreads(int count) {
        return new DataSettings(sampleRate, fewestSamples, mostSamples, mostTextTokens, brokenClips, split, count);
    }

    /** Seconds as people read them. */
    String seconds(long samples) {
        return String.format(java.util.Locale.ROOT, "%.2f s", samples / (double) sampleRate);
    }
}
