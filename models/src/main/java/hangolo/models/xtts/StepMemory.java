package hangolo.models.xtts;

import hangolo.engine.ParameterSpec;

/**
 * What a training step needs in the memory of a card, in bytes.
 *
 * @param weights of the GPT in 32 bits, and in bf16 where products read them so
 * @param gradients of the weights
 * @param optimizer both moments of AdamW
 * @param activations what the way back needs of the way forth, and the largest gradients that exist at a time
 */
public record StepMemory(long weights, long gradients, long optimizer, long activations) {

    /**
     * The largest step of a training.
     *
     * @param clips in one batch
     * @param text tokens of a clip, start and stop included
     * @param audio codes of a clip, start and stop included
     * @param frames mel frames of the reference of a clip
     */
    public record Batch(int clips, int text, int audio, int frames) {}

    /**
     * Counts the tensors of {@link TrainingGraph} (xtts-spec.md 6.2 to 6.6) as the cuda backend keeps them.
     *
     * @param halves whether products are computed in bf16
     */
    public static StepMemory of(GptSizes sizes, Batch batch, boolean halves) {
        long parameters = new GptInventory(sizes)
                .specs().stream().mapToLong(ParameterSpec::count).sum();
        double values = transformer(sizes, batch, halves)
                + encoder(sizes, batch, halves)
                + perceiver(sizes, batch, halves)
                + ends(sizes, batch)
                + largestGradients(sizes, batch, halves);
        return new StepMemory(
                parameters * (Float.BYTES + (halves ? Short.BYTES : 0)),
                parameters * Float.BYTES,
                2 * parameters * Float.BYTES,
                (long) (values * Float.BYTES));
    }

    /** All of it. */
    public long total() {
        return weights + gradients + optimizer + activations;
    }

    private static double rows(GptSizes sizes, Batch b) {
        return (double) b.clips() * sequence(sizes, b);
    }

    private static double sequence(GptSizes sizes, Batch b) {
        return sizes.prompt() + b.text() + b.audio();
    }

    /** Queries of a strip of attention at the most. */
    private static final double STRIP = 512;

    /** A block keeps 16 rows of width d, 10 of them in bf16 too, two moments of each norm and a logarithm for each head. */
    private static double transformer(GptSizes sizes, Batch b, boolean halves) {
        double width = (16 + (halves ? 5 : 0)) * (double) sizes.width();
        return sizes.layers() * rows(sizes, b) * (width + 4 + sizes.heads());
    }

    private static double encoder(GptSizes sizes, Batch b, boolean halves) {
        double frames = (double) b.clips() * b.frames();
        double width = (7 + (halves ? 2.5 : 0)) * sizes.width();
        return frames * (sizes.width() + sizes.conditioningBlocks() * (width + sizes.heads()));
    }

    private static double perceiver(GptSizes sizes, Batch b, boolean halves) {
        double keys = sizes.prompt() + b.frames();
        double width = 2.0 * sizes.width() + 2.0 * sizes.perceiverInner();
        double half = halves ? 0.5 * sizes.width() + sizes.perceiverInner() : 0;
        double latents = 5.0 * sizes.width() + 2.0 * sizes.perceiverInner() + 3.0 * sizes.perceiverHidden();
        double perClip = keys * (width + half) + sizes.prompt() * (latents + sizes.perceiverHeads());
        return b.clips() * sizes.perceiverLayers() * perClip;
    }

    /** Embeddings in front of the transformer, norms and scores behind it. */
    private static double ends(GptSizes sizes, Batch b) {
        double scored = (double) b.clips() * (b.text() + b.audio());
        return rows(sizes, b) * 5 * sizes.width() + scored * 4 * sizes.width() + scores(sizes, b);
    }

    private static double scores(GptSizes sizes, Batch b) {
        return b.clips() * ((double) b.text() * sizes.textTokens() + (double) b.audio() * sizes.audioTokens());
    }

    /** Gradients of one block and its scratch memory, and those of the scores, whose memory nothing else fits into. */
    private static double largestGradients(GptSizes sizes, Batch b, boolean halves) {
        double block = rows(sizes, b) * 15 * sizes.width();
        double frames = (double) b.clips() * b.frames() * 7 * sizes.width();
        return block + frames + scores(sizes, b) + strip(sizes, b, halves);
    }

    /** Weights of a strip of attention and their gradients, in bf16 too. */
    private static double strip(GptSizes sizes, Batch b, boolean halves) {
        double keys = Math.max(sequence(sizes, b), b.frames());
        double queries = keys / Math.ceil(keys / STRIP);
        return (halves ? 3 : 2) * sizes.heads() * queries * keys;
    }
}
