package hangolo.engine.samediff;

import hangolo.engine.CounterRng;
import hangolo.engine.Tensor;
import java.util.Optional;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Runs operations eagerly, forward only. */
final class InferencePass extends GraphPass {

    private final EagerExecutor eager;

    InferencePass(DataType type, Runnable onClose) {
        this(type, new EagerExecutor(), onClose);
    }

    private InferencePass(DataType type, EagerExecutor eager, Runnable onClose) {
        super(type, eager, onClose);
        this.eager = eager;
    }

    @Override
    Optional<CounterRng> nextRng() {
        return Optional.empty();
    }

    @Override
    boolean differentiates(Tensor... inputs) {
        return false;
    }

    @Override
    public Tensor constant(int rows, int columns, float[] values) {
        return eager.keep(array(rows, columns, values));
    }

    @Override
    public Tensor buffer(int rows, int columns) {
        return eager.keep(zeros(rows, columns));
    }

    @Override
    public void put(Tensor buffer, int row, Tensor x) {
        eager.values(GraphTensor.of(buffer))
                .get(NDArrayIndex.interval(row, row + x.rows()), NDArrayIndex.all())
                .assign(eager.values(GraphTensor.of(x)));
    }

    @Override
    public void backward(Tensor loss, float scale) {
        throw new IllegalStateException("backward needs a loss of a training pass that depends on a parameter");
    }

    @Override
    public long mark() {
        return eager.mark();
    }

    @Override
    public void release(long mark) {
        eager.release(mark);
    }

    @Override
    public void close() {
        eager.release(0);
        super.close();
    }
}
