package hangolo.engine.samediff;

import hangolo.engine.Backend;
import hangolo.engine.CheckedPass;
import hangolo.engine.ParameterSpec;
import hangolo.engine.ParameterStore;
import hangolo.engine.Pass;
import hangolo.engine.Precision;
import hangolo.engine.cuda.Nd4jCuda;
import java.util.List;
import java.util.Locale;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

/** The SameDiff backend of Deeplearning4j: the portable reference, wherever ND4J runs. */
public final class SameDiffBackend implements Backend {

    private final DataType type;
    private boolean busy;

    /** One thread for ND4J: its operations on small matrices take more than twice as long with two. */
    private SameDiffBackend(DataType type) {
        Nd4jCuda.check();
        this.type = type;
        Nd4j.getEnvironment().setMaxThreads(1);
        Nd4j.getEnvironment().setMaxMasterThreads(1);
    }

    /**
     * In fp32, as networks are trained.
     *
     * @throws hangolo.engine.cuda.CudaException if the jar contains nd4j-cuda and that cannot run here
     */
    public static SameDiffBackend inFloat() {
        return new SameDiffBackend(DataType.FLOAT);
    }

    /** In fp64, to test other backends against. */
    public static SameDiffBackend inDouble() {
        return new SameDiffBackend(DataType.DOUBLE);
    }

    @Override
    public String name() {
        return "samediff";
    }

    @Override
    public String description() {
        return String.format(
                Locale.ROOT,
                "samediff: Deeplearning4j SameDiff on %s, %s",
                Nd4j.getBackend().getClass().getSimpleName(),
                type == DataType.FLOAT ? "fp32" : "fp64");
    }

    @Override
    public ParameterStore store(List<ParameterSpec> specs, boolean trainable, Precision weightPrecision) {
        return new GraphStore(type, specs, trainable);
    }

    @Override
    public Pass training(long seed, long step) {
        open();
        return new CheckedPass(new TrainingPass(type, seed, step, () -> busy = false));
    }

    @Override
    public Pass inference() {
        open();
        return new CheckedPass(new InferencePass(type, () -> busy = false));
    }

    private void open() {
        if (busy) {
            throw new IllegalStateException("the previous pass is still open: close it first");
        }
        busy = true;
    }

    /** Nothing to close: arrays belong to stores and passes. */
    @Override
    public void close() {}
}
