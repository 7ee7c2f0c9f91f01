package hangolo.models.xtts;

import hangolo.engine.Backend;
import hangolo.engine.Pass;
import hangolo.engine.Segments;
import hangolo.engine.Tensor;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Text to audio codes, one at a time, and their latents (xtts-spec.md 9.3). It reads the weights as they are at that moment,
 * also while they are being trained, between two steps.
 */
public final class Generator {

    private final Backend backend;
    private final XttsGpt gpt;

    /** For a network and the backend that holds its parameters. */
    public Generator(Backend backend, XttsGpt gpt) {
        this.backend = backend;
        this.gpt = gpt;
    }

    /** Sees every step; for tests and for display. */
    public interface Listener {
        /** The raw scores of the code that is drawn next. */
        void logits(int step, float[] logits);
    }

    /**
     * Generates the codes of a text.
     *
     * @param prompt latents of the reference, [P, d]
     * @param text tokens with the language token first, without start and stop
     */
    public Generation generate(float[] prompt, int[] text, SamplingSettings settings) {
        return generate(prompt, text, settings, (step, logits) -> {});
    }

    /** As {@link #generate(float[], int[], SamplingSettings)}, with a listener. */
    public Generation generate(float[] prompt, int[] text, SamplingSettings settings, Listener listener) {
        GptSizes sizes = gpt.sizes();
        if (text.length >= sizes.maxText()) {
            throw new IllegalArgumentException("the text has " + text.length + " tokens, the model takes fewer than "
                    + sizes.maxText() + ". Maybe split it into sentences");
        }
        if (prompt.length % sizes.width() != 0 || prompt.length == 0) {
            throw new IllegalArgumentException(
                    "speaker latents of " + prompt.length + " numbers do not fit a model of width " + sizes.width());
        }
        int limit = Math.min(settings.maxCodes(), sizes.audioPositions() - 6);
        try (Pass pass = backend.inference()) {
            return new Run(pass, settings, listener, prompt.length / sizes.width() + text.length + 3 + limit)
                    .generate(prompt, text, limit);
        }
    }

    /** The latents of given codes in one go, as the original computes them in a second pass: [n, d]. */
    public float[] latents(float[] prompt, int[] text, int... codes) {
        try (Pass pass = backend.inference()) {
            int[] inputs = IntStream.concat(
                            IntStream.of(gpt.sizes().startAudio()),
                            Arrays.stream(codes).limit(codes.length - 1L))
                    .toArray();
            Tensor prefix = prefix(pass, prompt, text);
            Tensor mels =
                    gpt.mel(pass, inputs, IntStream.range(0, inputs.length).toArray());
            Tensor rows = pass.concatRows(prefix, mels);
            Tensor hidden = gpt.transform(pass, rows, Segments.single(rows.rows()), 0);
            int[] last = IntStream.range(prefix.rows(), rows.rows()).toArray();
            return pass.read(gpt.normalise(pass, pass.gather(hidden, last)));
        }
    }

    /** Prompt, start, text, stop. The text's stop is seen here, although training hides it. */
    private Tensor prefix(Pass pass, float[] prompt, int[] text) {
        GptSizes sizes = gpt.sizes();
        int[] tokens = new int[text.length + 2];
        tokens[0] = sizes.startText();
        System.arraycopy(text, 0, tokens, 1, text.length);
        tokens[tokens.length - 1] = sizes.stopText();
        Tensor latents = pass.constant(prompt.length / sizes.width(), sizes.width(), prompt);
        return pass.concatRows(
                latents,
                gpt.text(pass, tokens, IntStream.range(0, tokens.length).toArray()));
    }

    /** One text's generation. */
    private final class Run {

        private final Pass pass;
        private final Listener listener;
        private final Sampler sampler;
        private final KeyValueCache cache;
        private float[] latent = {};

        Run(Pass pass, SamplingSettings settings, Listener listener, int capacity) {
            this.pass = pass;
            this.listener = listener;
            this.sampler =
                    new Sampler(settings, gpt.sizes().audioTokens(), gpt.sizes().startAudio());
            this.cache = new KeyValueCache(pass, gpt, capacity);
        }

        Generation generate(float[] prompt, int[] text, int limit) {
            int width = gpt.sizes().width();
            int stop = gpt.sizes().stopAudio();
            int[] codes = new int[limit];
            float[] latents = new float[limit * width];
            int count = 0;
            int token = gpt.sizes().startAudio();
            while (count < limit && (count == 0 || token != stop)) {
                long mark = pass.mark();
                Tensor row = gpt.mel(pass, new int[] {token}, new int[] {count});
                float[] logits = logits(count == 0 ? pass.concatRows(prefix(pass, prompt, text), row) : row);
                pass.release(mark);
                listener.logits(count, logits);
                token = sampler.next(logits);
                System.arraycopy(latent, 0, latents, count * width, width);
                codes[count++] = token;
            }
            return new Generation(
                    Arrays.copyOf(codes, count), Arrays.copyOf(latents, count * width), width, token == stop);
        }

        /** Scores behind the last of the new rows; keeps that row's latent. */
        private float[] logits(Tensor rows) {
            Tensor hidden = cache.advance(rows);
            Tensor last = gpt.normalise(pass, pass.gather(hidden, new int[] {hidden.rows() - 1}));
            latent = pass.read(last);
            return pass.read(gpt.melLogits(pass, last));
        }
    }
}
