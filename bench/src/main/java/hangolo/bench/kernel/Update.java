package hangolo.bench.kernel;

import hangolo.bench.RandomWeights;
import hangolo.engine.AdamW;
import hangolo.engine.ParameterStore;
import hangolo.engine.Precision;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;

/** The optimizer on the parameters of three blocks, 38 million. */
public class Update extends Measured {

    private static final long STEP = 1000;
    private static final double RATE = 1e-6;

    /** Of the products with these parameters: in bf16 they are kept rounded too. */
    @Param({"FP32", "BF16"})
    public Precision precision;

    @Override
    Precision precision() {
        return precision;
    }

    @Override
    boolean reads(String name) {
        return name.matches("gpt\\.h\\.[0-2]\\..*");
    }

    @Override
    public void open() {
        super.open();
        RandomWeights gradients = new RandomWeights(2);
        store().specs().forEach(spec -> store().fill(spec.name(), ParameterStore.Role.GRADIENT, gradients.of(spec)));
    }

    /** AdamW; in bf16 the rounded weights too. */
    @Benchmark
    public void adamW() {
        store().update(AdamW.COQUI, STEP, RATE);
    }

    /** What clipping does, with nothing to compute: the speed of memory, read and written. */
    @Benchmark
    public void scaleGradients() {
        store().scaleGradients(1f);
    }
}
