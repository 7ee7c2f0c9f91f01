package hangolo.models.xtts.training;

import hangolo.engine.MemoryMode;
import hangolo.engine.ParameterSpec;
import hangolo.models.xtts.gpt.GptParameterSpecs;
import hangolo.models.xtts.gpt.GptSizes;

/**
 * The GPU memory of a training step, in bytes.
 *
 * @param weights of the GPT in 32 bits, and their bf16 copy where one is kept for matmuls
 * @param gradients of the weights
 * @param optimizer first and second moments of AdamW
 * @param activations saved for the backward pass, and the largest gradients that exist at a time
 */
public record StepMemory(long weights, long gradients, long optimizer, long activations) {

    /**
     * The largest batch of a training.
     *
     * @param clips in one batch
     * @param text tokens of a clip, start and stop included
     * @param audio codes of a clip, start and stop included
     * @param frames mel frames of the reference of a clip
     */
    public record Batch(int clips, int text, int audio, int frames) {}

    /**
     * Estimates a step.
     *
     * @param bf16 whether matmuls compute in bf16
     * @param memory whether the blocks of the network are checkpointed
     */
    public static StepMemory of(GptSizes sizes, Batch batch, boolean bf16, MemoryMode memory) {
        long parameters = new GptParameterSpecs(sizes)
                .specs().stream().mapToLong(ParameterSpec::count).sum();
        return new StepMemory(
                parameters * (Float.BYTES + (bf16 && memory == MemoryMode.NORMAL ? Short.BYTES : 0)),
                parameters * Float.BYTES,
                2 * parameters * Float.BYTES,
                (long) (new ActivationMemory(sizes, batch, bf16, memory).values() * Float.BYTES));
    }

    /** The sum. */
    public long total() {
        return weights + gradients + optimizer + activations;
    }
}
