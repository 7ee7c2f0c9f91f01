package hangolo.models.xtts;

import hangolo.engine.Ops;
import hangolo.engine.ParameterStore;
import hangolo.engine.Pass;
import hangolo.engine.Tensor;

/** {@code x · w + b}, w [in, out]: what Hugging Face's GPT-2 calls {@code Conv1D} (xtts-spec.md 6.4). */
record Projection(Tensor weight, Tensor bias) {

    static Projection of(ParameterStore store, String name) {
        return new Projection(store.weight(name + ".weight"), store.weight(name + ".bias"));
    }

    Tensor apply(Ops ops, Tensor x) {
        return ops.project(x, weight, bias);
    }

    /** The same, for many calls with few rows in one pass. */
    Projection packed(Pass pass) {
        return new Projection(pass.packed(weight), bias);
    }
}
