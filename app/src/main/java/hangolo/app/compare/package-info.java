/** Compares checkpoints by the audio that they synthesize from the same sentences. */
package hangolo.app.compare;
