package hangolo.bench.kernel;

import hangolo.engine.Precision;
import org.openjdk.jmh.annotations.Param;

/** An operation with products, which is timed in both precisions. */
public abstract class InBoth extends Operation {

    /** Of the products. */
    @Param({"FP32", "BF16"})
    public Precision precision;

    @Override
    Precision precision() {
        return precision;
    }
}
