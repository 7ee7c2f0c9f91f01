package hangolo.models.xtts.training;

import hangolo.engine.PackedSequences;
import hangolo.models.xtts.gpt.GptSizes;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Row indices, tokens and targets of a batch in the packed transformer input (xtts-spec.md 6.5). The rows of a clip are
 *
 * <pre>
 * row      prompt 1..P | start t1 .. tT   | start c1 .. cn   stop stop stop
 * position      -      |   0   1 ..  T    |   0   1 ..  n    n+1  n+2  n+3
 * target        -      |  t1  t2 .. stop  |  c1  c2 .. stop  stop stop stop
 * </pre>
 *
 * <p>Coqui TTS has one more text row (the stop token, which it masks for everybody and which has no target) and one more
 * audio row (no target): they change nothing and are not computed.
 */
public final class Packing {

    /** Audio rows of a clip that are no codes, and stop targets of a clip: the model predicts the stop four times. */
    public static final int AUDIO_EXTRA = 4;

    /** Samples of one step of the prompt mask: a mel frame, although targets are whole codes. */
    private static final int SPAN_STEP = 256;

    private static final int IGNORED = -1;

    final PackedSequences sequences;
    final int[] order;
    final int[] textTokens;
    final int[] textPositions;
    final int[] textTargets;
    final int[] textRows;
    final int[] melTokens;
    final int[] melPositions;
    final int[] melTargets;
    final int[] melRows;

    /** Lays out the rows of a batch. */
    public Packing(TrainingBatch batch, GptSizes sizes) {
        List<TrainingItem> items = batch.items();
        items.forEach(item -> check(item, sizes));
        PackedSequences texts = PackedSequences.ofLengths(
                items.stream().mapToInt(item -> item.text().length + 1).toArray());
        PackedSequences mels = PackedSequences.ofLengths(items.stream()
                .mapToInt(item -> item.codes().length + AUDIO_EXTRA)
                .toArray());
        this.sequences = PackedSequences.ofLengths(IntStream.range(0, items.size())
                .map(i -> sizes.prompt() + texts.length(i) + mels.length(i))
                .toArray());
        this.order = new int[sequences.rows()];
        this.textRows = new int[texts.rows()];
        this.melRows = new int[mels.rows()];
        for (int i = 0; i < items.size(); i++) {
            place(i, sizes.prompt(), texts, mels);
        }
        this.textTokens = new int[texts.rows()];
        this.textPositions = positions(texts);
        this.textTargets = new int[texts.rows()];
        this.melTokens = new int[mels.rows()];
        this.melPositions = positions(mels);
        this.melTargets = new int[mels.rows()];
        for (int i = 0; i < items.size(); i++) {
            text(items.get(i).text(), texts.start(i), texts.end(i), sizes);
            mel(items.get(i).codes(), mels.start(i), mels.end(i), sizes);
        }
    }

    /**
     * Coqui's mask: of the last clip only, the targets {@code start / 256} to {@code end / 256} are ignored
     * (xtts-spec.md 6.5, step 11).
     */
    public void maskLikeCoqui(TrainingItem last) {
        last.promptSpan().ifPresent(span -> {
            int rows = last.codes().length + AUDIO_EXTRA;
            int first = melTargets.length - rows;
            int from = Math.min(rows, span.start() / SPAN_STEP);
            int to = Math.min(rows, Math.max(span.start(), span.end()) / SPAN_STEP);
            Arrays.fill(melTargets, first + from, first + Math.max(from, to), IGNORED);
        });
    }

    /** The rows of each clip. */
    public PackedSequences sequences() {
        return sequences;
    }

    /** The target of each text row, clip after clip. */
    public int[] textTargets() {
        return textTargets.clone();
    }

    /** The target of each audio row, clip after clip; -1 where none counts. */
    public int[] melTargets() {
        return melTargets.clone();
    }

    private void place(int i, int prompt, PackedSequences texts, PackedSequences mels) {
        int count = sequences.count();
        int row = sequences.start(i);
        for (int p = 0; p < prompt; p++) {
            order[row++] = i * prompt + p;
        }
        for (int t = texts.start(i); t < texts.end(i); t++) {
            textRows[t] = row;
            order[row++] = count * prompt + t;
        }
        for (int m = mels.start(i); m < mels.end(i); m++) {
            melRows[m] = row;
            order[row++] = count * prompt + texts.rows() + m;
        }
    }

    private void text(int[] tokens, int from, int to, GptSizes sizes) {
        textTokens[from] = sizes.startText();
        System.arraycopy(tokens, 0, textTokens, from + 1, tokens.length);
        System.arraycopy(tokens, 0, textTargets, from, tokens.length);
        textTargets[to - 1] = sizes.stopText();
    }

    private void mel(int[] codes, int from, int to, GptSizes sizes) {
        Arrays.fill(melTokens, from, to, sizes.stopAudio());
        Arrays.fill(melTargets, from, to, sizes.stopAudio());
        melTokens[from] = sizes.startAudio();
        System.arraycopy(codes, 0, melTokens, from + 1, codes.length);
        System.arraycopy(codes, 0, melTargets, from, codes.length);
    }

    private static int[] positions(PackedSequences rows) {
        int[] positions = new int[rows.rows()];
        for (int i = 0; i < rows.count(); i++) {
            for (int row = rows.start(i); row < rows.end(i); row++) {
                positions[row] = row - rows.start(i);
            }
        }
        return positions;
    }

    private static void check(TrainingItem item, GptSizes sizes) {
        limit("text tokens", item.text().length, sizes.maxText());
        limit("audio codes", item.codes().length, sizes.maxCodes());
        limit("mel bins of the prompt", item.conditioning().bins(), sizes.melBins());
        range("text token", item.text(), sizes.textTokens());
        range("audio code", item.codes(), sizes.audioTokens());
        if (item.conditioning().frames() < 1) {
            throw new IllegalArgumentException("a clip's prompt has no mel frames");
        }
    }

    private static void limit(String what, int found, int most) {
        if (found > most) {
            throw new IllegalArgumentException(
                    "a clip has " + found + " " + what + ", the model takes at most " + most);
        }
    }

    private static void range(String what, int[] tokens, int count) {
        for (int token : tokens) {
            if (token < 0 || token >= count) {
                throw new IllegalArgumentException(what + " " + token + " is not between 0 and " + (count - 1));
            }
        }
    }
}
