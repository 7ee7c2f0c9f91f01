/**
 * Proves that this program computes what Coqui TTS computes: {@link hangolo.verify.Verification} runs every
 * number of a {@link hangolo.verify.ReferenceFolder} against it. Sizes, names, texts and settings come from the folder.
 */
package hangolo.verify;
