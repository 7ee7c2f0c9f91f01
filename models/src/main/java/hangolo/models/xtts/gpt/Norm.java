package hangolo.models.xtts.gpt;

import hangolo.engine.Ops;
import hangolo.engine.PackedSequences;
import hangolo.engine.ParameterStore;
import hangolo.engine.Tensor;

/** Gain and bias of a layer norm or group norm; ε is 1e-5 everywhere in XTTS. */
public record Norm(Tensor gain, Tensor bias) {

    private static final float EPSILON = 1e-5f;

    static Norm of(ParameterStore store, String name) {
        return new Norm(store.weight(name + ".weight"), store.weight(name + ".bias"));
    }

    public Tensor layer(Ops ops, Tensor x) {
        return ops.layerNorm(x, gain, bias, EPSILON);
    }

    Tensor group(Ops ops, Tensor x, PackedSequences rows, int groups) {
        return ops.groupNorm(x, rows, groups, gain, bias, EPSILON);
    }
}
