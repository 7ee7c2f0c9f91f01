/** Training checkpoints in the structure of Coqui's trainer (xtts-spec.md 1.4 and 7.5), and what is exported from them. */
package hangolo.models.weights.checkpoint;
