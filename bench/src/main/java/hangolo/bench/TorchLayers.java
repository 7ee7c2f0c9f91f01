package hangolo.bench;

import static org.bytedeco.pytorch.global.torch.addmm;
import static org.bytedeco.pytorch.global.torch.conv1d;
import static org.bytedeco.pytorch.global.torch.dropout;
import static org.bytedeco.pytorch.global.torch.gelu;
import static org.bytedeco.pytorch.global.torch.group_norm;
import static org.bytedeco.pytorch.global.torch.layer_norm;
import static org.bytedeco.pytorch.global.torch.linear;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/** The layers of XTTS in libtorch, by the names of their parameters. */
record TorchLayers(TorchWeights weights, TorchSettings settings) {

    private static final double EPSILON = 1e-5;

    /** {@code x · wᵀ + b}. */
    Tensor dense(Tensor x, String name) {
        return linear(x, weights.get(name + ".weight"), optional(name + ".bias"));
    }

    /** {@code x · wᵀ}. */
    Tensor denseWithoutBias(Tensor x, String name) {
        return linear(x, weights.get(name + ".weight"));
    }

    /** {@code x · w + b}, as Hugging Face's Conv1D: x [B, T, in]. */
    Tensor conv1dLayer(Tensor x, String name) {
        Tensor flat = addmm(weights.get(name + ".bias"), x.view(-1, x.size(2)), weights.get(name + ".weight"));
        return flat.view(x.size(0), x.size(1), flat.size(1));
    }

    /** A convolution with one tap: x [B, in, T]. */
    Tensor convolve(Tensor x, String name) {
        return conv1d(x, weights.get(name + ".weight"), optional(name + ".bias"), ONE, NONE, ONE, 1);
    }

    private static final long[] ONE = {1};
    private static final long[] NONE = {0};

    Tensor layerNorm(Tensor x, String name) {
        long[] width = {x.size(x.dim() - 1)};
        return layer_norm(x, width, optional(name + ".weight"), optional(name + ".bias"), EPSILON, false);
    }

    /** x [B, C, T]. */
    Tensor groupNorm(Tensor x, int groups, String name) {
        return group_norm(x, groups, optional(name + ".weight"), optional(name + ".bias"), EPSILON, false);
    }

    /** GELU in the tanh form, fused or spelled out as Hugging Face does. */
    Tensor geluTanh(Tensor x) {
        if (settings.fusedGelu()) {
            return gelu(x, "tanh");
        }
        Tensor cube = torch.pow(x, new Scalar(3.0));
        Tensor inner = x.add(cube.mul(new Scalar(0.044715))).mul(new Scalar(Math.sqrt(2 / Math.PI)));
        return x.mul(new Scalar(0.5)).mul(torch.tanh(inner).add(new Scalar(1.0)));
    }

    Tensor drop(Tensor x) {
        return settings.dropout() == 0 ? x : dropout(x, settings.dropout(), true);
    }

    private TensorOptional optional(String name) {
        return new TensorOptional(weights.get(name));
    }
}
