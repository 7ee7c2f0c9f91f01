package hangolo.models.xtts.speaker;

import hangolo.engine.ParameterSpec;
import hangolo.models.xtts.config.ModelFormatException;
import hangolo.models.xtts.nn.StateDict;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Prepares the tensors of the speaker encoder for {@link SpeakerEncoder}: batch norms become factors, or go into the
 * convolution next to them; the layers behind the flattened image get their columns in the order
 * {@code frequency · channels + channel} instead of {@code channel · frequencies + frequency}.
 */
final class SpeakerWeights {

    static final int LAYERS = 4;

    private static final double EPSILON = 1e-5;

    private final StateDict from;
    private final Map<String, StateDict.Source> to = new LinkedHashMap<>();

    private SpeakerWeights(StateDict from) {
        this.from = from;
    }

    static StateDict fold(StateDict weights) throws IOException {
        SpeakerWeights folding = new SpeakerWeights(weights);
        folding.copy("conv1");
        folding.scaling("bn1", weights.size("conv1.bias", 0));
        for (int layer = 1; layer <= LAYERS; layer++) {
            for (int i = 0; i < weights.indexCount("layer" + layer + "."); i++) {
                folding.block("layer" + layer + "." + i);
            }
        }
        folding.tail();
        return StateDict.of(weights.origin(), folding.to);
    }

    static List<ParameterSpec> specs(StateDict folded) throws ModelFormatException {
        List<ParameterSpec> specs = new ArrayList<>();
        for (String name : folded.names()) {
            specs.add(new ParameterSpec(name, folded.shape(name), false));
        }
        return List.copyOf(specs);
    }

    private void block(String name) throws IOException {
        int channels = from.size(name + ".conv1.weight", 0);
        copyWithoutBias(name + ".conv1", channels);
        scaling(name + ".bn1", channels);
        foldBehind(name + ".conv2", name + ".bn2");
        copy(name + ".se.fc.0");
        copy(name + ".se.fc.2");
        if (from.has(name + ".downsample.0.weight")) {
            foldBehind(name + ".downsample.0", name + ".downsample.1");
        }
    }

    private void copy(String name) throws IOException {
        put(name + ".weight", from.shape(name + ".weight"), from.values(name + ".weight"));
        put(name + ".bias", from.shape(name + ".bias"), from.values(name + ".bias"));
    }

    private void copyWithoutBias(String name, int channels) throws IOException {
        put(name + ".weight", from.shape(name + ".weight"), from.values(name + ".weight"));
        put(name + ".bias", new int[] {channels}, new float[channels]);
    }

    /** A batch norm as factors and summands. */
    private record BatchNorm(float[] factor, float[] summand) {}

    private BatchNorm batchNorm(String name, int channels) throws IOException {
        float[] gain = from.values(name + ".weight", channels);
        float[] bias = from.values(name + ".bias", channels);
        float[] mean = from.values(name + ".running_mean", channels);
        float[] variance = from.values(name + ".running_var", channels);
        float[] factor = new float[channels];
        float[] summand = new float[channels];
        for (int c = 0; c < channels; c++) {
            double scale = gain[c] / Math.sqrt(variance[c] + EPSILON);
            factor[c] = (float) scale;
            summand[c] = (float) (bias[c] - mean[c] * scale);
        }
        return new BatchNorm(factor, summand);
    }

    private void scaling(String name, int channels) throws IOException {
        BatchNorm norm = batchNorm(name, channels);
        put(name + ".factor", new int[] {channels}, norm.factor());
        put(name + ".summand", new int[] {channels}, norm.summand());
    }

    /** A batch norm behind a convolution without bias. */
    private void foldBehind(String convolution, String name) throws IOException {
        int channels = from.size(convolution + ".weight", 0);
        BatchNorm norm = batchNorm(name, channels);
        float[] weight = from.values(convolution + ".weight");
        int each = weight.length / channels;
        for (int i = 0; i < weight.length; i++) {
            weight[i] *= norm.factor()[i / each];
        }
        put(convolution + ".weight", from.shape(convolution + ".weight"), weight);
        put(convolution + ".bias", new int[] {channels}, norm.summand());
    }

    private void tail() throws IOException {
        int lastBlock = from.indexCount("layer" + LAYERS + ".") - 1;
        int channels = from.size("layer" + LAYERS + "." + lastBlock + ".conv1.weight", 0);
        int hidden = from.size("attention.0.weight", 0);
        int columns = from.size("attention.0.weight", 1);
        int[] order = order(columns, channels);
        put("attention.0.weight", new int[] {hidden, columns}, permute(from.values("attention.0.weight"), order));
        put("attention.0.bias", new int[] {hidden}, from.values("attention.0.bias"));
        attentionOut(hidden, columns, order);
        int[] both = new int[2 * columns];
        for (int i = 0; i < columns; i++) {
            both[i] = order[i];
            both[columns + i] = columns + order[i];
        }
        int outputs = from.size("fc.weight", 0);
        put(
                "fc.weight",
                new int[] {outputs, 2 * columns},
                permute(from.values("fc.weight", outputs, 2 * columns), both));
        put("fc.bias", new int[] {outputs}, from.values("fc.bias", outputs));
    }

    /** The batch norm in front of the last convolution of the attention goes into its weight and bias. */
    private void attentionOut(int hidden, int columns, int[] order) throws IOException {
        BatchNorm norm = batchNorm("attention.2", hidden);
        float[] weight = from.values("attention.3.weight", columns, hidden, 1);
        float[] bias = from.values("attention.3.bias", columns);
        float[] newWeight = new float[weight.length];
        float[] newBias = new float[columns];
        for (int row = 0; row < columns; row++) {
            double sum = bias[order[row]];
            for (int i = 0; i < hidden; i++) {
                float w = weight[order[row] * hidden + i];
                newWeight[row * hidden + i] = w * norm.factor()[i];
                sum += (double) w * norm.summand()[i];
            }
            newBias[row] = (float) sum;
        }
        put("attention.3.weight", new int[] {columns, hidden}, newWeight);
        put("attention.3.bias", new int[] {columns}, newBias);
    }

    /** For each new column {@code frequency · channels + channel} the old one {@code channel · frequencies + frequency}. */
    private static int[] order(int columns, int channels) {
        int frequencies = columns / channels;
        int[] order = new int[columns];
        for (int i = 0; i < columns; i++) {
            order[i] = (i % channels) * frequencies + i / channels;
        }
        return order;
    }

    private static float[] permute(float[] matrix, int[] order) {
        float[] result = new float[matrix.length];
        for (int i = 0; i < matrix.length; i++) {
            int row = i / order.length;
            result[i] = matrix[row * order.length + order[i % order.length]];
        }
        return result;
    }

    private void put(String name, int[] shape, float[] values) {
        to.put(name, StateDict.inMemory(shape, values));
    }
}
