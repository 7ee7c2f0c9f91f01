package hangolo.models.xtts.nn;

import hangolo.engine.Ops;
import hangolo.engine.ParameterStore;
import hangolo.engine.Tensor;

/** {@code x · wᵀ + b}, w [out, in]: {@code nn.Linear}, or a convolution with one tap. */
public record Linear(Tensor weight, Tensor bias) {

    public static Linear of(ParameterStore store, String name) {
        return new Linear(store.weight(name + ".weight"), store.weight(name + ".bias"));
    }

    public Tensor apply(Ops ops, Tensor x) {
        return ops.linear(x, weight, bias);
    }
}
