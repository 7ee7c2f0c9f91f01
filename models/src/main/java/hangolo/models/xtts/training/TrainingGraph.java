package hangolo.models.xtts.training;

import hangolo.engine.Ops;
import hangolo.engine.Tensor;
import hangolo.models.xtts.gpt.XttsGpt;
import java.util.function.BiFunction;

/**
 * The training graph of XTTS (xtts-spec.md 6.5): a batch to its losses.
 *
 * @param gpt the network
 * @param settings loss weights, dropout, and how faithful to the original
 */
public record TrainingGraph(XttsGpt gpt, Settings settings) {

    /**
     * How the losses are computed.
     *
     * @param dropout of embeddings, attention and block outputs in training; 0 for evaluation
     * @param textWeight weight of the text cross entropy in the total
     * @param melWeight weight of the audio cross entropy in the total
     * @param coquiPromptMask leave the prompt's span out of the audio loss as the original does: for the last clip of a batch
     *     only and in the wrong unit. A batch whose targets are all left out then has no finite loss
     */
    public record Settings(float dropout, float textWeight, float melWeight, boolean coquiPromptMask) {

        /** Training with the original's weights and dropout, without its prompt mask. */
        public static final Settings TRAINING = new Settings(0.1f, 0.01f, 1f, false);

        /** As {@link #TRAINING}, without dropout. */
        public static final Settings EVALUATION = TRAINING.withDropout(0);

        /** The same with another dropout. */
        public Settings withDropout(float probability) {
            return new Settings(probability, textWeight, melWeight, coquiPromptMask);
        }

        /** The same with or without the original's prompt mask. */
        public Settings withCoquiPromptMask(boolean mask) {
            return new Settings(dropout, textWeight, melWeight, mask);
        }
    }

    /** The losses of a batch. Heads are computed only for the rows that have a target. */
    public XttsLosses losses(Ops ops, TrainingBatch batch) {
        Packing packing = new Packing(batch, gpt.sizes());
        if (settings.coquiPromptMask()) {
            packing.maskLikeCoqui(batch.items().get(batch.items().size() - 1));
        }
        Tensor rows = embed(ops, batch, packing);
        Tensor hidden = gpt.transform(ops, rows, packing.sequences, settings.dropout());
        Tensor text = loss(ops, ops.gather(hidden, packing.textRows), gpt::textLogits, packing.textTargets);
        Tensor mel = loss(ops, ops.gather(hidden, packing.melRows), gpt::melLogits, packing.melTargets);
        Tensor total = ops.add(ops.scale(text, settings.textWeight()), ops.scale(mel, settings.melWeight()));
        return new XttsLosses(text, mel, total);
    }

    private Tensor loss(Ops ops, Tensor hidden, BiFunction<Ops, Tensor, Tensor> head, int[] targets) {
        return ops.checkpointed(
                hidden, 1, 1, rows -> ops.crossEntropy(head.apply(ops, gpt.normalise(ops, rows)), targets));
    }

    /** The packed transformer input. */
    Tensor embed(Ops ops, TrainingBatch batch, Packing packing) {
        Tensor prompts = gpt.prompt(ops, batch.conditioning(ops), batch.frames());
        Tensor texts = gpt.text(ops, packing.textTokens, packing.textPositions);
        Tensor mels = gpt.mel(ops, packing.melTokens, packing.melPositions);
        return ops.gather(ops.concatRows(prompts, texts, mels), packing.order);
    }
}
