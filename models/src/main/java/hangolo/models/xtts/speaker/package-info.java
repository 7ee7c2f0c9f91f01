/** Reference clips to speaker latents [P, d] and a speaker embedding, and the speakers that come with a model. */
package hangolo.models.xtts.speaker;
