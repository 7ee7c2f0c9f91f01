package hangolo.bench.kernel;

import hangolo.bench.Sizes;
import hangolo.engine.Ops;
import hangolo.engine.Tensor;
import java.util.List;

/** GELU between the two linear layers of a block. */
public class Gelu extends Operation {

    @Override
    List<Input> inputs() {
        return List.of(new Input(Sizes.FULL.rows(), 4 * Sizes.FULL.width()));
    }

    @Override
    Tensor apply(Ops ops, List<Tensor> inputs) {
        return ops.geluTanh(inputs.get(0));
    }
}
