package hangolo.models.xtts.speaker;

import hangolo.audio.AudioClip;
import hangolo.audio.MelConfig;
import hangolo.audio.MelExtractor;
import hangolo.audio.MelSpectrogram;
import hangolo.engine.Backend;
import hangolo.engine.PackedSequences;
import hangolo.engine.Pass;
import hangolo.models.xtts.config.XttsConfig;
import hangolo.models.xtts.gpt.XttsGpt;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Reference clips to a {@link SpeakerConditioning} (xtts-spec.md 9.1). */
public final class SpeakerConditioner {

    private static final int RATE = MelConfig.CONDITIONING.sampleRate();
    private static final double SHORTEST_SECONDS = 0.33;
    private static final float NORMAL_PEAK = 0.75f;

    private final Backend backend;
    private final XttsGpt gpt;
    private final Optional<SpeakerEncoder> encoder;
    private final float[] melStats;
    private final MelExtractor mels = new MelExtractor(MelConfig.CONDITIONING);

    public SpeakerConditioner(Backend backend, XttsGpt gpt, Optional<SpeakerEncoder> encoder, float[] melStats) {
        this.backend = backend;
        this.gpt = gpt;
        this.encoder = encoder;
        this.melStats = melStats;
    }

    /** The embeddings' mean, and the latents of all clips one after the other. */
    public SpeakerConditioning condition(List<AudioClip> references, XttsConfig.Voice voice) {
        if (references.isEmpty()) {
            throw new IllegalArgumentException("at least one reference clip of the speaker is needed");
        }
        List<AudioClip> clips =
                references.stream().map(clip -> prepare(clip, voice)).toList();
        float[] embedding =
                encoder.map(e -> mean(clips.stream().map(e::embed).toList())).orElse(new float[0]);
        return new SpeakerConditioning(latents(join(clips), voice), embedding);
    }

    private static AudioClip prepare(AudioClip reference, XttsConfig.Voice voice) {
        AudioClip clip = reference.resampled(RATE).clipped();
        AudioClip cut = clip.slice(0, (int) Math.min(clip.length(), voice.maxReferenceSeconds() * RATE));
        if (cut.seconds() < SHORTEST_SECONDS) {
            throw new IllegalArgumentException("a reference clip must have at least " + SHORTEST_SECONDS + " s, found "
                    + cut.length() + " samples at " + RATE + " Hz");
        }
        return voice.normaliseReferences() && cut.peak() > 0 ? scaled(cut, NORMAL_PEAK / cut.peak()) : cut;
    }

    private static AudioClip scaled(AudioClip clip, float factor) {
        float[] samples = clip.samples().clone();
        for (int i = 0; i < samples.length; i++) {
            samples[i] *= factor;
        }
        return new AudioClip(samples, clip.sampleRate());
    }

    private static AudioClip join(List<AudioClip> clips) {
        float[] all = new float[clips.stream().mapToInt(AudioClip::length).reduce(0, Math::addExact)];
        int at = 0;
        for (AudioClip clip : clips) {
            System.arraycopy(clip.samples(), 0, all, at, clip.length());
            at += clip.length();
        }
        return new AudioClip(all, RATE);
    }

    /** The mean over chunks of equal weight, also of a short last one; a last one below 0.33 s is left out. */
    private float[] latents(AudioClip clip, XttsConfig.Voice voice) {
        int length = voice.conditioningSeconds() > 0
                ? (int) Math.min(clip.length(), voice.conditioningSeconds() * RATE)
                : clip.length();
        int chunk = (int) Math.min(length, Math.max(voice.conditioningChunkSeconds(), SHORTEST_SECONDS) * RATE);
        List<float[]> parts = new ArrayList<>();
        for (int from = 0; from < length; from += chunk) {
            int to = Math.min(length, from + chunk);
            if (to - from >= SHORTEST_SECONDS * RATE) {
                parts.add(prompt(mels.normalised(clip.slice(from, to), melStats)));
            }
        }
        return mean(parts);
    }

    private float[] prompt(MelSpectrogram mel) {
        try (Pass pass = backend.inference()) {
            return pass.read(gpt.prompt(
                    pass, pass.constant(mel.frames(), mel.bins(), mel.values()), PackedSequences.single(mel.frames())));
        }
    }

    private static float[] mean(List<float[]> vectors) {
        double[] sum = new double[vectors.get(0).length];
        for (float[] vector : vectors) {
            Arrays.setAll(sum, i -> sum[i] + vector[i]);
        }
        float[] mean = new float[sum.length];
        for (int i = 0; i < mean.length; i++) {
            mean[i] = (float) (sum[i] / vectors.size());
        }
        return mean;
    }
}
