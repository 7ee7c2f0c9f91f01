package hangolo.models.xtts.synthesis;

/**
 * What the GPT made of a text.
 *
 * @param codes audio codes; the stop token is the last one if the model ended by itself
 * @param latents one row [d] for each code, the input of the vocoder
 * @param width d
 * @param complete whether the model ended by itself; otherwise the limit cut it off
 */
public record Generation(int[] codes, float[] latents, int width, boolean complete) {}
