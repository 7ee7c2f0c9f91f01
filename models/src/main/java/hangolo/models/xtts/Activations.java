package hangolo.models.xtts;

import hangolo.engine.Memory;

/**
 * Counts the tensors of a step of {@link TrainingGraph} (xtts-spec.md 6.2 to 6.6) that the cuda backend holds at the same time,
 * in 32-bit values.
 *
 * @param halves whether products are computed in bf16, and read rounded numbers again on the way back
 */
record Activations(GptSizes sizes, StepMemory.Batch batch, boolean halves, Memory memory) {

    /** Queries of a strip of attention at the most. */
    private static final double STRIP = 512;

    double values() {
        return frames() * sizes.width() + blocks() + perceiver() + ends() + 2 * scores() + strip();
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

    /** What is kept of all blocks, and the rest of those that the way back has come to. */
    private double blocks() {
        double block = rows() * block();
        double first = frames() * firstBlock();
        double gradients = rows() * (halves ? 15 + 6 / 2 : 15) * sizes.width(); // and what is computed again
        double firstGradients = frames() * 7 * sizes.width();
        if (memory == Memory.NORMAL) {
            return sizes.layers() * block + sizes.conditioningBlocks() * first + gradients + firstGradients;
        }
        return (sizes.layers() * rows() + sizes.conditioningBlocks() * frames()) * sizes.width()
                + Math.max(block + gradients, first + firstGradients);
    }

    /**
     * Values of a row that a block keeps: what norms read, 2 times the width; what GELU and attention read, and the product
     * behind attention, 8 times; what the other products read, 6 times, but in bf16 that is computed again; two moments of each
     * norm and a logarithm for each head.
     */
    private double block() {
        return (halves ? 2 + 8 / 2 : 2 + 8 + 6) * sizes.width() + 4 + sizes.heads();
    }

    /** The same of a block of the conditioning encoder. */
    private double firstBlock() {
        return (halves ? 1 + 5 / 2.0 : 1 + 5) * sizes.width() + sizes.heads();
    }

    private double perceiver() {
        double keys = sizes.prompt() + batch.frames();
        double width = 2.0 * sizes.width() + 2.0 * sizes.perceiverInner();
        double half = halves ? 0.5 * sizes.width() + sizes.perceiverInner() : 0;
        double latents = 5.0 * sizes.width() + 2.0 * sizes.perceiverInner() + 3.0 * sizes.perceiverHidden();
        double perClip = keys * (width + half) + sizes.prompt() * (latents + sizes.perceiverHeads());
        double gradients = keys * width;
        return batch.clips() * (sizes.perceiverLayers() * perClip + gradients);
    }

    /** Embeddings in front of the transformer, and norms behind it. */
    private double ends() {
        double scored = (double) batch.clips() * (batch.text() + batch.audio());
        return (rows() * 5 + scored * 4) * sizes.width();
    }

    private double scores() {
        return batch.clips()
                * ((double) batch.text() * sizes.textTokens() + (double) batch.audio() * sizes.audioTokens());
    }

    /** Weights of a strip of attention and their gradients, in bf16 too. */
    private double strip() {
        double keys = Math.max(sequence(), batch.frames());
        double queries = keys / Math.ceil(keys / STRIP);
        return (halves ? 3 : 2) * sizes.heads() * queries * keys;
    }
}
