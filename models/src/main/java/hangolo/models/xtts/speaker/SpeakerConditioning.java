package hangolo.models.xtts.speaker;

/**
 * Who shall speak: what generation needs of one or more references.
 *
 * @param latents prompt of the GPT, [P, d] row by row
 * @param embedding of the speaker encoder for the vocoder; empty for a model that has none
 */
public record SpeakerConditioning(float[] latents, float[] embedding) {}
