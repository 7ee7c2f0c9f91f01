package hangolo.models.data;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * What turns clips into numbers, and what these numbers depend on.
 *
 * @param text the tokenizer
 * @param codes the encoder of the DVAE
 * @param codeStride samples of one audio code, 1024 in XTTS v2
 * @param melStats divisor of each of the 80 mel bins; must not be changed any more
 * @param version whatever decides which codes come out: in practice the hash of the DVAE's weights
 */
public record Encoders(TextEncoder text, CodeExtractor codes, int codeStride, float[] melStats, String version) {

    /** Checks the sizes. */
    public Encoders {
        if (codeStride < 1 || melStats.length < 1) {
            throw new IllegalArgumentException(
                    "a code of " + codeStride + " samples with " + melStats.length + " mel statistics is impossible.");
        }
    }

    /**
     * Encoders whose version is the content of the files they were read from, so that other weights never meet codes
     * that were cached for these.
     *
     * @param weights the DVAE's weight file and whatever else decides which codes come out
     * @throws IOException if one of the files cannot be read
     */
    public static Encoders of(
            TextEncoder text, CodeExtractor codes, int codeStride, float[] melStats, List<Path> weights)
            throws IOException {
        ContentHash hash = new ContentHash();
        for (Path file : weights) {
            hash.file(file);
        }
        return new Encoders(text, codes, codeStride, melStats, hash.hex());
    }
}
