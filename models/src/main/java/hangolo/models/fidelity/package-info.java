/**
 * Proves that this program computes what the original software computes: {@link hangolo.models.fidelity.Verification} runs every
 * number of a {@link hangolo.models.fidelity.ReferenceFolder} against it. Sizes, names, texts and settings come from the folder.
 */
package hangolo.models.fidelity;
