package hangolo.bench.kernel;

import hangolo.bench.Sizes;
import hangolo.engine.Ops;
import hangolo.engine.Tensor;
import java.util.List;

/** The end of a residual branch, with dropout. */
public class Residual extends Operation {

    @Override
    List<Input> inputs() {
        Input rows = new Input(Sizes.FULL.rows(), Sizes.FULL.width());
        return List.of(rows, rows);
    }

    @Override
    Tensor apply(Ops ops, List<Tensor> inputs) {
        return ops.residual(inputs.get(0), inputs.get(1), DROPOUT);
    }
}
