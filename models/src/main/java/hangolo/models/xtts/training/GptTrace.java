package hangolo.models.xtts.training;

import hangolo.engine.Backend;
import hangolo.engine.PackedSequences;
import hangolo.engine.Pass;
import hangolo.engine.Tensor;
import hangolo.models.xtts.gpt.ConditioningEncoder;
import hangolo.models.xtts.gpt.GptBlock;
import hangolo.models.xtts.gpt.GptSizes;
import hangolo.models.xtts.gpt.Perceiver;
import hangolo.models.xtts.gpt.XttsGpt;
import hangolo.models.xtts.nn.Traced;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Every intermediate of the training graph in the original's names and layout, [clip, position, width]: its text and audio are
 * padded to the longest of the batch (xtts-spec.md 6.5). Rows of padding are not computed here.
 */
public final class GptTrace {

    private static final int SPAN_STEP = 256;

    private final XttsGpt gpt;
    private final GptSizes sizes;
    private final List<TrainingItem> items;
    private final Packing packing;
    private final Pass pass;
    private final int longestText;
    private final int longestMel;
    private final Map<String, Traced> values = new LinkedHashMap<>();

    private GptTrace(XttsGpt gpt, TrainingBatch batch, Pass pass) {
        this.gpt = gpt;
        this.sizes = gpt.sizes();
        this.items = batch.items();
        this.packing = new Packing(batch, sizes);
        this.pass = pass;
        this.longestText =
                2 + items.stream().mapToInt(i -> i.text().length).max().orElse(0);
        this.longestMel = 1
                + Packing.AUDIO_EXTRA
                + items.stream().mapToInt(i -> i.codes().length).max().orElse(0);
    }

    /**
     * Runs the graph without dropout.
     *
     * @param coquiPromptMask whether the targets leave the prompt's span out as the original does
     * @return intermediates by name: {@code text_embedding}, {@code conditioning_encoder_attn_0}, {@code gpt_block_1_mlp},
     *     {@code mel_logits}, {@code attention_mask}, {@code mel_targets}, ...
     */
    public static Map<String, Traced> of(XttsGpt gpt, TrainingBatch batch, Backend backend, boolean coquiPromptMask) {
        try (Pass pass = backend.inference()) {
            GptTrace trace = new GptTrace(gpt, batch, pass);
            trace.inputs();
            trace.conditioning(batch);
            TrainingGraph graph = new TrainingGraph(gpt, TrainingGraph.Settings.EVALUATION);
            trace.transformer(graph.embed(pass, batch, trace.packing));
            trace.targets(coquiPromptMask);
            return trace.values;
        }
    }

    private void inputs() {
        int[] text = new int[items.size() * longestText];
        int[] mel = new int[items.size() * longestMel];
        Arrays.fill(mel, sizes.stopAudio());
        for (int i = 0; i < items.size(); i++) {
            int[] tokens = items.get(i).text();
            text[i * longestText] = sizes.startText();
            System.arraycopy(tokens, 0, text, i * longestText + 1, tokens.length);
            text[(i + 1) * longestText - 1] = sizes.stopText();
            mel[i * longestMel] = sizes.startAudio();
            System.arraycopy(
                    items.get(i).codes(),
                    0,
                    mel,
                    i * longestMel + 1,
                    items.get(i).codes().length);
        }
        whole("text_embedding", pass.gather(gpt.textEmbedding(), text));
        whole("mel_embedding", pass.gather(gpt.melEmbedding(), mel));
        if (items.stream().allMatch(item -> item.promptSpan().isPresent())) {
            values.put(
                    "cond_idxs_divided",
                    Traced.whole(items.stream()
                            .map(TrainingItem::promptSpan)
                            .map(Optional::orElseThrow)
                            .flatMapToInt(span -> Arrays.stream(new int[] {span.start(), span.end()}))
                            .map(sample -> Math.floorDiv(sample, SPAN_STEP))
                            .toArray()));
        }
    }

    private void conditioning(TrainingBatch batch) {
        PackedSequences frames = batch.frames();
        ConditioningEncoder encoder = gpt.encoder();
        Tensor x = encoder.init().apply(pass, batch.conditioning(pass));
        channelsFirst("conditioning_encoder_init", x, frames);
        for (int i = 0; i < encoder.blocks().size(); i++) {
            x = encoder.blocks().get(i).forward(pass, x, frames);
            channelsFirst("conditioning_encoder_attn_" + i, x, frames);
        }
        channelsFirst("conditioning_encoder", encoder.encode(pass, batch.conditioning(pass), frames), frames);
        Perceiver perceiver = gpt.perceiver();
        Perceiver.Reading reading = Perceiver.Reading.of(perceiver.latents().rows(), frames);
        Tensor latents = perceiver.start(pass, frames.count());
        for (int i = 0; i < perceiver.layers().size(); i++) {
            Tensor attended = perceiver.layers().get(i).attend(pass, latents, x, reading);
            whole("perceiver_attn_" + i, attended);
            latents = pass.add(attended, latents);
            Tensor fed = perceiver.layers().get(i).feedForward(pass, latents);
            whole("perceiver_ff_" + i, fed);
            latents = pass.add(fed, latents);
        }
        whole("conditioning_perceiver", gpt.prompt(pass, batch.conditioning(pass), frames));
    }

    private void transformer(Tensor embedded) {
        Tensor x = embedded;
        int end = sizes.prompt() + longestText + longestMel;
        padded("gpt_inputs_embeds", x, 0, end);
        GptBlock.Mixing mixing = GptBlock.causal(packing.sequences, sizes.heads(), 0);
        for (int i = 0; i < gpt.blocks().size(); i++) {
            x = block("gpt_block_" + i, gpt.blocks().get(i), x, mixing, end);
        }
        Tensor normed = gpt.lastNorm().layer(pass, x);
        padded("gpt_ln_f", normed, 0, end);
        Tensor last = gpt.finalNorm().layer(pass, normed);
        padded("final_norm", last, sizes.prompt(), end);
        padded("text_logits", gpt.textLogits(pass, last), sizes.prompt(), sizes.prompt() + longestText);
        padded("mel_logits", gpt.melLogits(pass, last), sizes.prompt() + longestText, end);
    }

    private Tensor block(String name, GptBlock block, Tensor in, GptBlock.Mixing mixing, int end) {
        Tensor normed = block.norm1().layer(pass, in);
        padded(name + "_ln_1", normed, 0, end);
        Tensor attended = block.attend(pass, normed, mixing);
        padded(name + "_attn", attended, 0, end);
        Tensor again = block.norm2().layer(pass, pass.add(in, attended));
        padded(name + "_ln_2", again, 0, end);
        padded(name + "_mlp", block.feedForward(pass, again), 0, end);
        Tensor out = block.forward(pass, in, mixing, 0);
        padded(name, out, 0, end);
        return out;
    }

    private void targets(boolean coquiPromptMask) {
        if (coquiPromptMask) {
            packing.maskLikeCoqui(items.get(items.size() - 1));
        }
        int[] text = new int[items.size() * longestText];
        int[] mel = new int[items.size() * longestMel];
        int width = sizes.prompt() + longestText + longestMel;
        int[] mask = new int[items.size() * width];
        Arrays.fill(text, -1);
        Arrays.fill(mel, -1);
        int nextText = 0;
        int nextMel = 0;
        for (int i = 0; i < items.size(); i++) {
            int texts = items.get(i).text().length + 1;
            int mels = items.get(i).codes().length + Packing.AUDIO_EXTRA;
            System.arraycopy(packing.textTargets, nextText, text, i * longestText, texts);
            System.arraycopy(packing.melTargets, nextMel, mel, i * longestMel, mels);
            nextText += texts;
            nextMel += mels;
            for (int row = 0; row < packing.sequences.length(i); row++) {
                mask[i * width + position(i, row)] = 1;
            }
        }
        values.put("text_targets", Traced.whole(text));
        values.put("mel_targets", Traced.whole(mel));
        values.put("attention_mask", Traced.whole(mask));
    }

    private void whole(String name, Tensor tensor) {
        values.put(name, Traced.whole(pass.read(tensor)));
    }

    private void channelsFirst(String name, Tensor rows, PackedSequences frames) {
        values.put(name, Traced.channelsFirst(pass.read(rows), rows.columns(), frames.length(0)));
    }

    /** Where a packed row of a clip lies among the padded ones of the original. */
    private int position(int item, int row) {
        int text = sizes.prompt() + items.get(item).text().length + 1;
        return row < text ? row : sizes.prompt() + longestText + row - text;
    }

    /** Packed rows at their places among the positions {@code from} to {@code to} of the original. */
    private void padded(String name, Tensor rows, int from, int to) {
        int width = rows.columns();
        float[] packed = pass.read(rows);
        float[] result = new float[items.size() * (to - from) * width];
        BitSet computed = new BitSet(result.length);
        for (int i = 0; i < items.size(); i++) {
            for (int row = 0; row < packing.sequences.length(i); row++) {
                int position = position(i, row);
                if (position >= from && position < to) {
                    int at = (i * (to - from) + position - from) * width;
                    System.arraycopy(packed, (packing.sequences.start(i) + row) * width, result, at, width);
                    computed.set(at, at + width);
                }
            }
        }
        values.put(name, new Traced(result, computed));
    }
}
