package hangolo.models.xtts.synthesis;

import hangolo.audio.AudioClip;

/**
 * The result of synthesis.
 *
 * @param audio the sound
 * @param codes all audio codes, with the stop tokens
 * @param complete whether every part ended by a stop token; otherwise the limit of codes cut it off
 * @param parts how many parts the text was split into; more than 1 only if it is too long for one
 */
public record Speech(AudioClip audio, int[] codes, boolean complete, int parts) {}
