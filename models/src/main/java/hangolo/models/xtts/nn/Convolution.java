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
public record Convolution(Linear linear, Conv1dShape window) {

    /** With the kernel that the weight's shape names, keeping the length. */
    public static Convolution same(ParameterStore store, String name, int dilation) {
        return new Convolution(Linear.of(store, name), Conv1dShape.same(kernel(store, name), dilation));
    }

    /** Halves the length: stride 2, padded by half a kernel. */
    public static Convolution halving(ParameterStore store, String name) {
        int kernel = kernel(store, name);
        return new Convolution(Linear.of(store, name), new Conv1dShape(kernel, 2, (kernel - 1) / 2, 1));
    }

    private static int kernel(ParameterStore store, String name) {
        int[] shape = store.find(name + ".weight")
                .orElseThrow(() -> new IllegalArgumentException("no parameter " + name + ".weight"))
                .shape();
        if (shape.length != 3) {
            throw new IllegalArgumentException(
                    name + ".weight: expected [out, in, kernel], found " + Arrays.toString(shape));
        }
        return shape[2];
    }

    public Tensor apply(Ops ops, Tensor x, PackedSequences rows) {
        boolean pointwise = window.kernel() == 1 && window.stride() == 1;
        return linear.apply(ops, pointwise ? x : ops.unfold(x, rows, window));
    }

    /** Of one sequence behind a leaky ReLU, in inference; slope 1 leaves x as it is. */
    public Tensor after(Pass pass, float slope, Tensor x) {
        return pass.convolution(x, slope, filter());
    }

    public Conv1dWeights filter() {
        return new Conv1dWeights(window, linear.weight(), linear.bias());
    }
}
