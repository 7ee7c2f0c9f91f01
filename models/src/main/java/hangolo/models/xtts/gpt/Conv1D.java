package hangolo.models.xtts.gpt;

import hangolo.engine.Ops;
import hangolo.engine.ParameterStore;
import hangolo.engine.Pass;
import hangolo.engine.Tensor;

/** {@code x · w + b}, w [in, out]: what Hugging Face's GPT-2 calls {@code Conv1D} (xtts-spec.md 6.4). */
record Conv1D(Tensor weight, Tensor bias) {

    static Conv1D of(ParameterStore store, String name) {
        return new Conv1D(store.weight(name + ".weight"), store.weight(name + ".bias"));
    }

    Tensor apply(Ops ops, Tensor x) {
        return ops.matmul(x, weight, bias);
    }

    /** The same, for many calls with few rows in one pass. */
    Conv1D packed(Pass pass) {
        return new Conv1D(pass.packed(weight), bias);
    }
}
