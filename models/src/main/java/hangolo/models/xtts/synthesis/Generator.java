package hangolo.models.xtts.synthesis;

import hangolo.engine.Backend;
import hangolo.engine.PackedSequences;
import hangolo.engine.Pass;
import hangolo.engine.Precision;
import hangolo.engine.Tensor;
import hangolo.models.xtts.gpt.GptBlock;
import hangolo.models.xtts.gpt.GptSizes;
import hangolo.models.xtts.gpt.XttsGpt;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Text to audio codes, one at a time, and their latents (xtts-spec.md 9.3). It reads the weights as they are at that moment,
 * also while they are being trained, between two steps.
 */
public final class Generator {

    /** So many rows a backend multiplies in the same way as one; each text holds up to 170 MB of keys and values. */
    private static final int MOST_AT_ONCE = 4;

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
     * A text to generate.
     *
     * @param prompt latents of the reference, [P, d]
     * @param text tokens with the language token first, without start and stop
     */
    public record Request(float[] prompt, int[] text, SamplingSettings settings) {}

    /** Generates the codes of a text. */
    public Generation generate(float[] prompt, int[] text, SamplingSettings settings) {
        return generate(prompt, text, settings, (step, logits) -> {});
    }

    /** As {@link #generate(float[], int[], SamplingSettings)}, with a listener. */
    public Generation generate(float[] prompt, int[] text, SamplingSettings settings, Listener listener) {
        return together(List.of(new Request(prompt, text, settings)), listener).get(0);
    }

    /**
     * Generates the codes of some texts. In bf16 several at a time, which takes hardly longer than one: a step takes the
     * time of reading the weights. In 32 bits one after the other, since there the products of several rows would differ from those
     * of one in their last bits.
     */
    public List<Generation> generate(List<Request> requests) {
        int atOnce = backend.precision() == Precision.BF16 ? MOST_AT_ONCE : 1;
        List<Generation> all = new ArrayList<>();
        for (int from = 0; from < requests.size(); from += atOnce) {
            List<Request> some = requests.subList(from, Math.min(requests.size(), from + atOnce));
            all.addAll(together(some, (step, logits) -> {}));
        }
        return List.copyOf(all);
    }

    private List<Generation> together(List<Request> requests, Listener listener) {
        requests.forEach(this::check);
        try (Pass pass = backend.inference()) {
            return new Run(pass, listener).generate(requests);
        }
    }

    private void check(Request request) {
        GptSizes sizes = gpt.sizes();
        if (request.text.length >= sizes.maxText()) {
            throw new IllegalArgumentException("the text has " + request.text.length
                    + " tokens, the model takes fewer than " + sizes.maxText() + ". Maybe split it into sentences");
        }
        if (request.prompt.length % sizes.width() != 0 || request.prompt.length == 0) {
            throw new IllegalArgumentException("speaker latents of " + request.prompt.length
                    + " numbers do not fit a model of width " + sizes.width());
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
            Tensor hidden = gpt.transform(pass, rows, PackedSequences.single(rows.rows()), 0);
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

    /** A text on its way. */
    private final class Sequence {

        private final Request request;
        private final Sampler sampler;
        private final KeyValueCache cache;
        private final int[] codes;
        private final float[] latents;
        private int count;
        private int token = gpt.sizes().startAudio();

        Sequence(Pass pass, Request request) {
            GptSizes sizes = gpt.sizes();
            int limit = Math.min(request.settings.maxCodes(), sizes.audioPositions() - 6);
            this.request = request;
            this.sampler = new Sampler(request.settings, sizes.audioTokens(), sizes.startAudio());
            int rows = request.prompt.length / sizes.width() + request.text.length + 3;
            this.cache = new KeyValueCache(pass, sizes, rows + limit);
            this.codes = new int[limit];
            this.latents = new float[limit * sizes.width()];
        }

        boolean going() {
            return count < codes.length && (count == 0 || token != gpt.sizes().stopAudio());
        }

        void take(float[] values, int from, float[] logits) {
            token = sampler.next(logits);
            int width = gpt.sizes().width();
            System.arraycopy(values, from, latents, count * width, width);
            codes[count++] = token;
        }

        Generation generation() {
            int width = gpt.sizes().width();
            return new Generation(
                    Arrays.copyOf(codes, count),
                    Arrays.copyOf(latents, count * width),
                    width,
                    token == gpt.sizes().stopAudio());
        }
    }

    /** Texts that are generated together. */
    private final class Run {

        private final Pass pass;
        private final Listener listener;
        private final List<GptBlock> blocks;

        Run(Pass pass, Listener listener) {
            this.pass = pass;
            this.listener = listener;
            this.blocks = gpt.blocks().stream().map(block -> block.packed(pass)).toList();
        }

        List<Generation> generate(List<Request> requests) {
            List<Sequence> all =
                    requests.stream().map(r -> new Sequence(pass, r)).toList();
            List<Sequence> going = going(all);
            for (Sequence one : going) {
                step(
                        List.of(one),
                        () -> pass.concatRows(prefix(pass, one.request.prompt, one.request.text), rows(List.of(one))));
            }
            for (going = going(going); !going.isEmpty(); going = going(going)) {
                List<Sequence> now = going;
                step(now, () -> rows(now));
            }
            return all.stream().map(Sequence::generation).toList();
        }

        private List<Sequence> going(List<Sequence> sequences) {
            return sequences.stream().filter(Sequence::going).toList();
        }

        private Tensor rows(List<Sequence> going) {
            int[] tokens = going.stream().mapToInt(one -> one.token).toArray();
            int[] positions = going.stream().mapToInt(one -> one.count).toArray();
            return gpt.mel(pass, tokens, positions);
        }

        /** The next code of each sequence behind its last new row; as many new rows for each. */
        private void step(List<Sequence> sequences, Supplier<Tensor> rows) {
            long mark = pass.mark();
            Tensor x = rows.get();
            for (int i = 0; i < blocks.size(); i++) {
                int block = i;
                x = blocks.get(i).forward(pass, x, (ops, qkv) -> attend(sequences, block, qkv), 0);
            }
            int each = x.rows() / sequences.size();
            sequences.forEach(one -> one.cache.advance(each));
            int[] last = IntStream.rangeClosed(1, sequences.size())
                    .map(i -> i * each - 1)
                    .toArray();
            Tensor normalised = gpt.normalise(pass, pass.gather(x, last));
            float[] latents = pass.read(normalised);
            Tensor scores = gpt.melLogits(pass, normalised);
            float[] logits = pass.read(scores);
            for (int i = 0; i < sequences.size(); i++) {
                Sequence one = sequences.get(i);
                float[] own = Arrays.copyOfRange(logits, i * scores.columns(), (i + 1) * scores.columns());
                listener.logits(one.count, own);
                one.take(latents, i * normalised.columns(), own);
            }
            pass.release(mark);
        }

        private Tensor attend(List<Sequence> sequences, int block, Tensor qkv) {
            if (sequences.size() == 1) {
                return sequences.get(0).cache.attend(block, qkv);
            }
            Tensor[] mixed = new Tensor[sequences.size()];
            Arrays.setAll(mixed, i -> sequences.get(i).cache.attend(block, pass.gather(qkv, new int[] {i})));
            return pass.concatRows(mixed);
        }
    }
}
