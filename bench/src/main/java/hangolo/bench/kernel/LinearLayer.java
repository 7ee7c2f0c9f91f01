package hangolo.bench.kernel;

import hangolo.bench.Sizes;
import hangolo.engine.Ops;
import hangolo.engine.Tensor;
import java.util.List;
import org.openjdk.jmh.annotations.Param;

/** A linear layer of a block, with bias: one matrix multiplication forward, two backward. */
public class LinearLayer extends MatMulOperation {

    /** Its name in a block: 1024 columns to 4096, and back. */
    @Param({"mlp.c_fc", "mlp.c_proj"})
    public String layer;

    @Override
    boolean reads(String name) {
        return name.startsWith(name(""));
    }

    private String name(String part) {
        return "gpt.h.0." + layer + "." + part;
    }

    @Override
    List<Input> inputs() {
        return List.of(new Input(Sizes.FULL.rows(), (layer.equals("mlp.c_fc") ? 1 : 4) * Sizes.FULL.width()));
    }

    @Override
    Tensor apply(Ops ops, List<Tensor> inputs) {
        return ops.matmul(inputs.get(0), store().weight(name("weight")), store().weight(name("bias")));
    }
}
