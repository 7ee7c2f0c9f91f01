package hangolo.models.xtts.training;

import hangolo.engine.MemoryMode;
import hangolo.models.xtts.gpt.GptSizes;
import java.util.stream.DoubleStream;

/**
 * Counts the tensors of a step of {@link TrainingGraph} (xtts-spec.md 6.2 to 6.6) that the cuda backend holds at the same time,
 * in 32-bit values.
 *
 * @param halves whether products are computed in bf16, and read rounded numbers again on the way back
 */
record ActivationMemory(GptSizes sizes, StepMemory.Batch batch, boolean halves, MemoryMode memory) {

    /** Queries of a strip of attention at the most. */
    private static final double STRIP = 512;

    double values() {
        double parts = memory == MemoryMode.NORMAL ? allParts() : inputsOfParts() + largestPart();
        return frames() * sizes.width() + embeddings() + parts + strip();
    }

    /** What is kept of all parts of the network, and the gradients of those that the way back has come to. */
    private double allParts() {
        return sizes.layers() * rows() * block()
                + blockGradients()
                + sizes.conditioningBlocks() * frames() * firstBlock()
                + firstBlockGradients()
                + sizes.perceiverLayers() * perceiverLayer()
                + perceiverGradients()
                + textHead()
                + melHead();
    }

    private double inputsOfParts() {
        return (sizes.layers() * rows() + sizes.conditioningBlocks() * frames() + 2 * scored()) * sizes.width();
    }

    /** The part that needs the most while it is run again. */
    private double largestPart() {
        return DoubleStream.of(
                        rows() * block() + blockGradients(),
                        frames() * firstBlock() + firstBlockGradients(),
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

    /** Rows that a head reads. */
    private double scored() {
        return (double) batch.clips() * (batch.text() + batch.audio());
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

    /** And what is computed again. */
    private double blockGradients() {
        return rows() * (halves ? 15 + 6 / 2 : 15) * sizes.width();
    }

    private double firstBlockGradients() {
        return frames() * 7 * sizes.width();
    }

    /** Latents and frames of the reference. */
    private double keys() {
        return (double) batch.clips() * (sizes.prompt() + batch.frames());
    }

    private double perceiverLayer() {
        double half = halves ? 0.5 * sizes.width() + sizes.perceiverInner() : 0;
        double latents = 5.0 * sizes.width() + 2.0 * sizes.perceiverInner() + 3.0 * sizes.perceiverHidden();
        return keys() * (2.0 * sizes.width() + 2.0 * sizes.perceiverInner() + half)
                + (double) batch.clips() * sizes.prompt() * (latents + sizes.perceiverHeads());
    }

    private double perceiverGradients() {
        return keys() * (2.0 * sizes.width() + 2.0 * sizes.perceiverInner());
    }

    /** In front of the transformer. */
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

    /** Weights of a strip of attention and their gradients, in bf16 too. */
    private double strip() {
        double keys = Math.max(sequence(), batch.frames());
        double queries = keys / Math.ceil(keys / STRIP);
        return (halves ? 3 : 2) * sizes.heads() * queries * keys;
    }
}
