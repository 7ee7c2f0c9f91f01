package hangolo.models.xtts.nn;

import hangolo.engine.Conv1dShape;
import hangolo.engine.Conv1dWeights;
import hangolo.engine.Ops;
import hangolo.engine.PackedSequences;
import hangolo.engine.ParameterStore;
import hangolo.engine.Pass;
import hangolo.engine.Tensor;
import java.util.Arrays;

/** A 1-d convolution with weight [out, in, kernel]. */
public record Convolution(Linear linear, Conv1dShape shape) {

    /** Keeps the length; the kernel size comes from the weight. */
    public static Convolution same(ParameterStore store, String name, int dilation) {
        return new Convolution(Linear.of(store, name), Conv1dShape.same(kernel(store, name), dilation));
    }

    /** Half the length: stride 2, padded by half a kernel. */
    public static Convolution halving(ParameterStore store, String name) {
        int kernel = kernel(store, name);
        return new Convolution(Linear.of(store, name), new Conv1dShape(kernel, 2, (kernel - 1) / 2, 1));
    }

    private static int kernel(ParameterStore store, String name) {
        int[] axes = store.find(name + ".weight")
                .orElseThrow(() -> new IllegalArgumentException("no parameter " + name + ".weight"))
                .shape();
        if (axes.length != 3) {
            throw new IllegalArgumentException(
                    name + ".weight: expected [out, in, kernel], found " + Arrays.toString(axes));
        }
        return axes[2];
    }

    /** [rows, in] to [rows, out]. */
    public Tensor apply(Ops ops, Tensor x, PackedSequences rows) {
        boolean pointwise = shape.kernel() == 1 && shape.stride() == 1;
        return linear.apply(ops, pointwise ? x : ops.unfold(x, rows, shape));
    }

    /** Leaky ReLU and convolution of one sequence, in inference; slope 1 is no activation. */
    public Tensor afterLeakyRelu(Pass pass, float slope, Tensor x) {
        return pass.convolution(x, slope, weights());
    }

    /** Its weights, for fused operations. */
    public Conv1dWeights weights() {
        return new Conv1dWeights(shape, linear.weight(), linear.bias());
    }
}
