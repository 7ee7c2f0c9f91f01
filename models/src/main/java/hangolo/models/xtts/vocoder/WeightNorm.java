package hangolo.models.xtts.vocoder;

import hangolo.models.xtts.config.ModelFormatException;
import hangolo.models.xtts.nn.StateDict;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Undoes PyTorch's weight norm: {@code w = v · g / ‖v‖}, the norm over all axes but the first. Reads both spellings,
 * {@code X.weight_g, X.weight_v} and {@code X.parametrizations.weight.original0, original1} (xtts-spec.md A.3).
 */
final class WeightNorm {

    private static final String NEW_G = ".parametrizations.weight.original0";
    private static final String NEW_V = ".parametrizations.weight.original1";
    private static final String OLD_G = ".weight_g";
    private static final String OLD_V = ".weight_v";

    private WeightNorm() {}

    /** The same tensors with plain weights {@code X.weight}. */
    static StateDict remove(StateDict weights) throws IOException {
        Map<String, StateDict.Source> plain = new LinkedHashMap<>();
        for (String name : weights.names()) {
            if (name.endsWith(NEW_V)) {
                put(plain, weights, name, NEW_V, NEW_G);
            } else if (name.endsWith(OLD_V)) {
                put(plain, weights, name, OLD_V, OLD_G);
            }
        }
        Set<String> used = new TreeSet<>();
        plain.keySet().forEach(name -> {
            String layer = name.substring(0, name.length() - ".weight".length());
            used.addAll(Set.of(layer + NEW_G, layer + NEW_V, layer + OLD_G, layer + OLD_V));
        });
        return StateDict.of(weights.origin(), plain).over(weights.select(name -> !used.contains(name), name -> name));
    }

    private static void put(Map<String, StateDict.Source> plain, StateDict weights, String name, String v, String g)
            throws IOException {
        String layer = name.substring(0, name.length() - v.length());
        int[] shape = weights.shape(name);
        if (shape.length == 0) {
            throw new ModelFormatException(weights.origin() + ": " + name + ": expected a weight, found a scalar");
        }
        int[] gainShape = new int[shape.length];
        Arrays.fill(gainShape, 1);
        gainShape[0] = shape[0];
        float[] product = product(weights.values(name), weights.values(layer + g, gainShape), shape[0]);
        plain.put(layer + ".weight", StateDict.inMemory(shape, product));
    }

    private static float[] product(float[] v, float[] g, int rows) {
        int each = v.length / Math.max(1, rows);
        float[] w = new float[v.length];
        for (int row = 0; row < rows; row++) {
            double squares = 0;
            for (int i = row * each; i < (row + 1) * each; i++) {
                squares += (double) v[i] * v[i];
            }
            double factor = g[row] / Math.sqrt(squares);
            for (int i = row * each; i < (row + 1) * each; i++) {
                w[i] = (float) (v[i] * factor);
            }
        }
        return w;
    }
}
