package hangolo.bench.kernel;

import hangolo.engine.Precision;
import org.openjdk.jmh.annotations.Param;

/** An operation with matrix multiplications, timed in both precisions. */
public abstract class MatMulOperation extends Operation {

    /** Of the matrix multiplications. */
    @Param({"FP32", "BF16"})
    public Precision precision;

    @Override
    Precision precision() {
        return precision;
    }
}
