package hangolo.engine.samediff;

import hangolo.engine.CounterRng;
import hangolo.engine.Tensor;
import java.util.Arrays;
import java.util.Optional;
import org.nd4j.linalg.api.buffer.DataType;

/** Records one graph, and runs it forward and backward. */
final class TrainingPass extends GraphPass {

    private final GraphExecutor graph;
    private final long seed;
    private final long step;
    private int operations;

    TrainingPass(DataType type, long seed, long step, Runnable onClose) {
        this(type, new GraphExecutor(), seed, step, onClose);
    }

    private TrainingPass(DataType type, GraphExecutor graph, long seed, long step, Runnable onClose) {
        super(type, graph, onClose);
        this.graph = graph;
        this.seed = seed;
        this.step = step;
    }

    @Override
    Optional<CounterRng> nextRng() {
        return Optional.of(CounterRng.of(seed, step, operations++));
    }

    @Override
    boolean differentiates(Tensor... inputs) {
        return Arrays.stream(inputs).map(GraphTensor::of).anyMatch(GraphTensor::tracked);
    }

    @Override
    public void backward(Tensor loss, float scale) {
        GraphTensor scalar = GraphTensor.of(loss);
        if (!scalar.tracked()) {
            throw new IllegalStateException("backward needs a loss of a training pass that depends on a parameter");
        }
        graph.backward(scalar, scale);
    }

    @Override
    public Tensor buffer(int rows, int columns) {
        throw new IllegalStateException("buffer is for inference: a training pass has no memory beyond its tensors");
    }

    @Override
    public void put(Tensor buffer, int row, Tensor x) {
        throw new IllegalStateException("put is for inference: a training pass has no memory beyond its tensors");
    }

    @Override
    public long mark() {
        return 0;
    }

    @Override
    public void release(long mark) {
        throw new IllegalStateException(
                "release is for inference: a training pass needs its tensors in the backward pass");
    }
}
