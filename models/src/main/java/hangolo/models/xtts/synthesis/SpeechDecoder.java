package hangolo.models.xtts.synthesis;

import hangolo.audio.AudioClip;
import hangolo.audio.GriffinLim;
import hangolo.audio.MelConfig;
import hangolo.audio.MelSpectrogram;
import hangolo.models.xtts.config.XttsConfig;
import hangolo.models.xtts.dvae.Dvae;
import hangolo.models.xtts.speaker.SpeakerConditioning;
import hangolo.models.xtts.vocoder.HifiGan;
import java.util.Arrays;
import java.util.function.Supplier;

/** What the GPT generated to sound. */
public sealed interface SpeechDecoder {

    /** What the result still has to do needs no backend, so that any thread can do it. */
    Supplier<AudioClip> sound(Generation generation, SpeakerConditioning speaker, double lengthScale);

    /** The neural vocoder, at the model's output rate (xtts-spec.md 9.4). */
    record Neural(HifiGan vocoder, XttsConfig config) implements SpeechDecoder {

        @Override
        public Supplier<AudioClip> sound(Generation generation, SpeakerConditioning speaker, double lengthScale) {
            if (speaker.embedding().length != vocoder.speakerWidth()) {
                throw new IllegalArgumentException("the vocoder needs a speaker embedding of " + vocoder.speakerWidth()
                        + " numbers, found " + speaker.embedding().length);
            }
            double codeRows = config.gpt().codeStride() / (double) config.gpt().outputHop();
            double rates = config.audio().output() / (double) config.audio().input();
            float[] rows = vocoder.resample(generation.latents(), lengthScale, codeRows, rates);
            AudioClip sound = new AudioClip(
                    vocoder.samples(rows, speaker.embedding()), config.audio().output());
            return () -> sound;
        }
    }

    /** Without a vocoder: the DVAE's decoder and phases by Griffin-Lim, at 22050 Hz. It does not know the speaker. */
    record Plain(Dvae dvae, float[] melStats) implements SpeechDecoder {

        private static final GriffinLim VOCODER = new GriffinLim(MelConfig.DVAE, 1);

        @Override
        public Supplier<AudioClip> sound(Generation generation, SpeakerConditioning speaker, double lengthScale) {
            int[] codes = Arrays.stream(generation.codes())
                    .filter(code -> code < dvae.codes())
                    .toArray();
            if (codes.length == 0) {
                return () -> new AudioClip(new float[0], MelConfig.DVAE.sampleRate());
            }
            MelSpectrogram mel = stretched(dvae.decode(codes), lengthScale).multipliedBy(melStats);
            return () -> VOCODER.sound(mel).clipped();
        }

        /** Reads the nearest frame: only to change the speed. */
        private static MelSpectrogram stretched(MelSpectrogram mel, double factor) {
            if (factor == 1) {
                return mel;
            }
            int frames = Math.max(2, (int) Math.floor(mel.frames() * factor));
            float[] values = new float[frames * mel.bins()];
            for (int t = 0; t < frames; t++) {
                int from = Math.min(mel.frames() - 1, (int) ((t + 0.5) / factor));
                System.arraycopy(mel.values(), from * mel.bins(), values, t * mel.bins(), mel.bins());
            }
            return new MelSpectrogram(frames, mel.bins(), values);
        }
    }
}
