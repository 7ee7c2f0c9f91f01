package hangolo.bench.kernel;

import hangolo.bench.Sizes;
import hangolo.engine.Ops;
import hangolo.engine.Tensor;
import java.util.List;

/** The first norm of a block. */
public class LayerNorm extends Operation {

    private static final String NAME = "gpt.h.0.ln_1.";

    @Override
    boolean reads(String name) {
        return name.startsWith(NAME);
    }

    @Override
    List<Input> inputs() {
        return List.of(new Input(Sizes.FULL.rows(), Sizes.FULL.width()));
    }

    @Override
    Tensor apply(Ops ops, List<Tensor> inputs) {
        return ops.layerNorm(inputs.get(0), store().weight(NAME + "weight"), store().weight(NAME + "bias"), 1e-5f);
    }
}
