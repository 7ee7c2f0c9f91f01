package hangolo.models.xtts.training;

import hangolo.engine.MemoryMode;
import hangolo.engine.ParameterSpec;
import hangolo.models.xtts.gpt.GptParameterSpecs;
import hangolo.models.xtts.gpt.GptSizes;

/**
 * What a training step needs in the memory of a card, in bytes.
 *
 * @param weights of the GPT in 32 bits, and in bf16 where that is kept for products
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
     * The plan of a step.
     *
     * @param halves whether products are computed in bf16
     * @param memory how much of it training may take
     */
    public static StepMemory of(GptSizes sizes, Batch batch, boolean halves, MemoryMode memory) {
        long parameters = new GptParameterSpecs(sizes)
                .specs().stream().mapToLong(ParameterSpec::count).sum();
        return new StepMemory(
                parameters * (Float.BYTES + (halves && memory == MemoryMode.NORMAL ? Short.BYTES : 0)),
                parameters * Float.BYTES,
                2 * parameters * Float.BYTES,
                (long) (new ActivationMemory(sizes, batch, halves, memory).values() * Float.BYTES));
    }

    /** All of it. */
    public long total() {
        return weights + gradients + optimizer + activations;
    }
}
