package hangolo.bench.kernel;

import hangolo.bench.RandomWeights;
import hangolo.engine.AdamW;
import hangolo.engine.ParameterStore;
import hangolo.engine.Precision;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;

/** The optimizer on the parameters of three blocks, 38 million. */
public class Update extends KernelBenchmark {

    private static final long STEP = 1000;
    private static final double RATE = 1e-6;

    /** Of matrix multiplications with these parameters: bf16 copies are updated too. */
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

    /** AdamW; in bf16 the copies too. */
    @Benchmark
    public void adamW() {
        store().update(AdamW.COQUI, STEP, RATE);
    }

    /** Scaling of gradients, which measures memory bandwidth. */
    @Benchmark
    public void scaleGradients() {
        store().scaleGradients(1f);
    }
}
