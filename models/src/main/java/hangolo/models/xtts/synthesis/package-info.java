/** Text tokens to audio codes [n] and latents [n, d], by sampling with a cache of keys and values, and those to sound. */
package hangolo.models.xtts.synthesis;
