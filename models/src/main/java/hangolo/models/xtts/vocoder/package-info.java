/** HiFi-GAN: latents [rows, d] of the GPT and a speaker embedding to samples. */
package hangolo.models.xtts.vocoder;
