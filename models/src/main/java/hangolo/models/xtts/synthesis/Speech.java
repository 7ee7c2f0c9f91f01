package hangolo.models.xtts.synthesis;

import hangolo.audio.AudioClip;

/**
 * A spoken text.
 *
 * @param audio the sound
 * @param codes all audio codes, with the stop tokens
 * @param complete whether every part ended by a stop token; otherwise the model ran on until the limit
 * @param parts number of pieces the text was spoken in; more than 1 only if it was too long for one
 */
public record Speech(AudioClip audio, int[] codes, boolean complete, int parts) {}
