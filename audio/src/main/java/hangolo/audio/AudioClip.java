package hangolo.audio;

import java.util.Arrays;
import java.util.List;

/**
 * One channel of sound in memory. The array is not copied: whoever passes it on must not change it any more.
 *
 * @param samples amplitudes, nominally -1 to 1
 * @param sampleRate samples per second, in Hz
 */
public record AudioClip(float[] samples, int sampleRate) {

    /** Checks the rate; the samples may be empty. */
    public AudioClip {
        if (sampleRate <= 0) {
            throw new IllegalArgumentException("the sample rate must be positive, found " + sampleRate + " Hz");
        }
    }

    /** Number of samples. */
    public int length() {
        return samples.length;
    }

    /** Duration in seconds. */
    public double seconds() {
        return samples.length / (double) sampleRate;
    }

    /** Largest absolute amplitude, 0 for an empty clip. */
    public float peak() {
        float peak = 0;
        for (float sample : samples) {
            peak = Math.max(peak, Math.abs(sample));
        }
        return peak;
    }

    /** The samples from {@code from} (inclusive) to {@code to} (exclusive) as a clip of their own. */
    public AudioClip slice(int from, int to) {
        return new AudioClip(Arrays.copyOfRange(samples, from, to), sampleRate);
    }

    /** Clips of one rate, one after the other; at least one. */
    public static AudioClip concat(List<AudioClip> clips) {
        float[] all = new float[clips.stream().mapToInt(AudioClip::length).reduce(0, Math::addExact)];
        int at = 0;
        for (AudioClip clip : clips) {
            System.arraycopy(clip.samples(), 0, all, at, clip.length());
            at += clip.length();
        }
        return new AudioClip(all, clips.get(0).sampleRate());
    }

    /** The same sound at another rate (xtts-spec.md 3.1); this clip itself if the rate is the same. */
    public AudioClip resampled(int rate) {
        return rate == sampleRate
                ? this
                : new AudioClip(Resampler.hann(sampleRate, rate).apply(samples), rate);
    }

    /** The same sound with every sample limited to -1 to 1. */
    public AudioClip clipped() {
        float[] limited = new float[samples.length];
        for (int i = 0; i < limited.length; i++) {
            limited[i] = Math.max(-1f, Math.min(1f, samples[i]));
        }
        return new AudioClip(limited, sampleRate);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof AudioClip clip && clip.sampleRate == sampleRate && Arrays.equals(clip.samples, samples);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(samples) + sampleRate;
    }

    @Override
    public String toString() {
        return "AudioClip[" + samples.length + " samples, " + sampleRate + " Hz]";
    }
}
