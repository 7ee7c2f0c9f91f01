package hangolo.models.xtts.training;

import hangolo.engine.MemoryMode;
import hangolo.models.xtts.gpt.GptSizes;
import java.util.stream.DoubleStream;

/**
 * The most tensor values that the cuda backend holds at the same time in a step of {@link TrainingGraph} (xtts-spec.md 6.2 to
 * 6.5), counted in 32-bit values.
 *
 * @param bf16 whether matmuls compute in bf16; the backward pass then reads operands that were cast
 */
record ActivationMemory(GptSizes sizes, StepMemory.Batch batch, boolean bf16, MemoryMode memory) {

    /** Most queries of a tile of attention. */
    private static final double TILE = 512;

    double values() {
        double blocks = memory == MemoryMode.NORMAL ? everyBlock() : blockInputs() + largestBlock();
        return frames() * sizes.width() + embeddings() + blocks + tile();
    }

    /** Activations saved of every block, and the gradients of the block that the backward pass has reached. */
    private double everyBlock() {
        return sizes.layers() * rows() * block()
                + blockGradients()
                + sizes.conditioningBlocks() * frames() * encoderBlock()
                + encoderBlockGradients()
                + sizes.perceiverLayers() * perceiverLayer()
                + perceiverGradients()
                + textHead()
                + melHead();
    }

    /** All that activation checkpointing saves. */
    private double blockInputs() {
        return (sizes.layers() * rows() + sizes.conditioningBlocks() * frames() + 2 * scored()) * sizes.width();
    }

    /** The block that needs the most while it is recomputed. */
    private double largestBlock() {
        return DoubleStream.of(
                        rows() * block() + blockGradients(),
                        frames() * encoderBlock() + encoderBlockGradients(),
                        sizes.perceiverLayers() * perceiverLayer() + perceiverGradients(),
                        textHead(),
                        melHead())
                .max()
                .getAsDouble();
    }

    private double rows() {
        return batch.clips() * sequence();
    }

    private double sequence() {
        return sizes.prompt() + batch.text() + batch.audio();
    }

    private double frames() {
        return (double) batch.clips() * batch.frames();
    }

    /** Rows with a target, which the heads read. */
    private double scored() {
        return (double) batch.clips() * (batch.text() + batch.audio());
    }

    /**
     * Values that a block saves of a row: inputs of the norms, 2 times the width; inputs of GELU and attention and the output of
     * attention's matmul, 8 times; inputs of the other matmuls, 6 times, but with bf16 they are recomputed; mean and deviation of
     * each norm and a log-sum-exp for each head.
     */
    private double block() {
        return (bf16 ? 2 + 8 / 2 : 2 + 8 + 6) * sizes.width() + 4 + sizes.heads();
    }

    /** The same for a block of the conditioning encoder. */
    private double encoderBlock() {
        return (bf16 ? 1 + 5 / 2.0 : 1 + 5) * sizes.width() + sizes.heads();
    }

    /** And what is recomputed. */
    private double blockGradients() {
        return rows() * (bf16 ? 15 + 6 / 2 : 15) * sizes.width();
    }

    private double encoderBlockGradients() {
        return frames() * 7 * sizes.width();
    }

    /** Latents and frames of the reference. */
    private double keys() {
        return (double) batch.clips() * (sizes.prompt() + batch.frames());
    }

    private double perceiverLayer() {
        double casts = bf16 ? 0.5 * sizes.width() + sizes.perceiverInner() : 0;
        double latents = 5.0 * sizes.width() + 2.0 * sizes.perceiverInner() + 3.0 * sizes.perceiverHidden();
        return keys() * (2.0 * sizes.width() + 2.0 * sizes.perceiverInner() + casts)
                + (double) batch.clips() * sizes.prompt() * (latents + sizes.perceiverHeads());
    }

    private double perceiverGradients() {
        return keys() * (2.0 * sizes.width() + 2.0 * sizes.perceiverInner());
    }

    /** Inputs of the transformer. */
    private double embeddings() {
        return rows() * 5 * sizes.width();
    }

    private double textHead() {
        return head(batch.text(), sizes.textTokens());
    }

    private double melHead() {
        return head(batch.audio(), sizes.audioTokens());
    }

    /** Both norms, the scores, and their gradients. */
    private double head(double rows, double classes) {
        return batch.clips() * rows * (4 * sizes.width() + 2 * classes);
    }

    /** Attention weights of a tile and their gradients, with bf16 also the cast ones. */
    private double tile() {
        double keys = Math.max(sequence(), batch.frames());
        double queries = keys / Math.ceil(keys / TILE);
        return (bf16 ? 3 : 2) * sizes.heads() * queries * keys;
    }
}
