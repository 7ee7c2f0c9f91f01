package hangolo.models.xtts.dvae;

import hangolo.audio.MelSpectrogram;
import hangolo.engine.PackedSequences;
import hangolo.engine.Pass;
import hangolo.engine.Tensor;
import java.util.Arrays;
import java.util.List;

/**
 * The losses that fit a DVAE to mels, each [1, 1]: VQ-VAE (van den Oord 2017) with a codebook that is learned by gradients.
 *
 * @param reconstruction mean squared error of the decoded mel, with the gradient passed straight through the quantiser
 * @param codebook distance of the entries to what the encoder gives, moves the entries
 * @param commitment the same distance, moves the encoder
 * @param total {@code reconstruction + codebook + weight · commitment}
 * @param codes the codes that were chosen
 */
public record DvaeLosses(Tensor reconstruction, Tensor codebook, Tensor commitment, Tensor total, int[] codes) {

    /**
     * Computes the losses in a training pass.
     *
     * @param chooser gives the codes of encoder outputs [rows, width]; {@link #nearest} in most cases
     * @param mels whole multiples of {@link Dvae#framesPerCode} frames, all in the units of the mel statistics
     * @param commitmentWeight usually 0.25
     */
    public static DvaeLosses of(
            Pass pass, Dvae dvae, List<MelSpectrogram> mels, Chooser chooser, double commitmentWeight) {
        mels.forEach(mel -> check(mel, dvae.framesPerCode()));
        Tensor target = pass.concatRows(mels.stream()
                .map(mel -> pass.constant(mel.frames(), mel.bins(), mel.values()))
                .toArray(Tensor[]::new));
        PackedSequences frames = PackedSequences.ofLengths(
                mels.stream().mapToInt(MelSpectrogram::frames).toArray());
        Dvae.Rows encoded = dvae.encoder(pass, target, frames);
        Tensor z = encoded.tensor();
        float[] from = pass.read(z);
        int[] codes = chooser.choose(from, z.rows(), z.columns());
        Tensor entries = dvae.quantised(pass, codes);
        Tensor straight = pass.add(z, difference(pass, entries, from));
        Tensor decoded = dvae.decoder(pass, straight, encoded.segments()).tensor();
        Tensor reconstruction = pass.squaredError(decoded, target);
        Tensor codebook = pass.squaredError(entries, pass.constant(z.rows(), z.columns(), from));
        Tensor fixed = pass.constant(z.rows(), z.columns(), pass.read(entries));
        Tensor commitment = pass.squaredError(z, fixed);
        Tensor total = pass.add(pass.add(reconstruction, codebook), pass.scale(commitment, (float) commitmentWeight));
        return new DvaeLosses(reconstruction, codebook, commitment, total, codes);
    }

    /** Chooses a code for each of {@code rows} encoder outputs. */
    public interface Chooser {
        /** The codes of {@code values} [rows, width]. */
        int[] choose(float[] values, int rows, int width);
    }

    /**
     * The nearest entry.
     *
     * @param codebook values of {@code codebook.embed}, [width, codes]
     */
    public static Chooser nearest(float[] codebook) {
        return (values, rows, width) -> {
            int codes = codebook.length / width;
            int[] chosen = new int[rows];
            double[] distances = new double[codes];
            for (int row = 0; row < rows; row++) {
                distances(values, row * width, width, codebook, distances);
                chosen[row] = smallest(distances);
            }
            return chosen;
        };
    }

    private static void distances(float[] x, int offset, int width, float[] codebook, double[] distances) {
        Arrays.fill(distances, 0);
        int codes = distances.length;
        for (int i = 0; i < width; i++) {
            float value = x[offset + i];
            for (int code = 0; code < codes; code++) {
                float difference = value - codebook[i * codes + code];
                distances[code] += difference * difference;
            }
        }
    }

    private static int smallest(double[] distances) {
        int best = 0;
        for (int i = 1; i < distances.length; i++) {
            if (distances[i] < distances[best]) {
                best = i;
            }
        }
        return best;
    }

    private static Tensor difference(Pass pass, Tensor entries, float[] from) {
        float[] values = pass.read(entries);
        for (int i = 0; i < values.length; i++) {
            values[i] -= from[i];
        }
        return pass.constant(entries.rows(), entries.columns(), values);
    }

    private static void check(MelSpectrogram mel, int framesPerCode) {
        if (mel.frames() == 0 || mel.frames() % framesPerCode != 0) {
            throw new IllegalArgumentException("a mel of the DVAE's training needs a multiple of " + framesPerCode
                    + " frames, found " + mel.frames());
        }
    }
}
