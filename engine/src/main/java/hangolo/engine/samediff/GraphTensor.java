package hangolo.engine.samediff;

import hangolo.engine.Tensor;
import java.util.List;
import java.util.Optional;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A matrix: a node of the graph of a training pass, or values. */
final class GraphTensor implements Tensor {

    private final int rows;
    private final int columns;
    private final boolean tracked;
    private final Optional<INDArray> values;
    private final Optional<INDArray> gradient;
    private final Optional<SDVariable> node;
    private final List<GraphTensor> inputs;

    private GraphTensor(
            int rows,
            int columns,
            boolean tracked,
            Optional<INDArray> values,
            Optional<INDArray> gradient,
            Optional<SDVariable> node,
            List<GraphTensor> inputs) {
        this.rows = rows;
        this.columns = columns;
        this.tracked = tracked;
        this.values = values;
        this.gradient = gradient;
        this.node = node;
        this.inputs = inputs;
    }

    /** Known values [rows, columns]. */
    static GraphTensor of(INDArray values) {
        return new GraphTensor(
                (int) values.size(0),
                (int) values.size(1),
                false,
                Optional.of(values),
                Optional.empty(),
                Optional.empty(),
                List.of());
    }

    /** A parameter and the sum of its gradients. */
    static GraphTensor parameter(INDArray values, INDArray gradient) {
        return new GraphTensor(
                (int) values.size(0),
                (int) values.size(1),
                true,
                Optional.of(values),
                Optional.of(gradient),
                Optional.empty(),
                List.of());
    }

    /** The result of an operation in a graph; tracked if one of the inputs is. */
    static GraphTensor node(int rows, int columns, SDVariable node, List<GraphTensor> inputs) {
        boolean tracked = inputs.stream().anyMatch(GraphTensor::tracked);
        return new GraphTensor(rows, columns, tracked, Optional.empty(), Optional.empty(), Optional.of(node), inputs);
    }

    static GraphTensor of(Tensor tensor) {
        if (tensor instanceof GraphTensor graph) {
            return graph;
        }
        throw new IllegalArgumentException(
                "this tensor belongs to another backend: " + tensor.getClass().getSimpleName() + " " + tensor.shape());
    }

    @Override
    public int rows() {
        return rows;
    }

    @Override
    public int columns() {
        return columns;
    }

    /** Whether it depends on a parameter. */
    boolean tracked() {
        return tracked;
    }

    /** The values, unless only the graph has them. */
    Optional<INDArray> values() {
        return values;
    }

    /** Where the gradients of a parameter are summed. */
    Optional<INDArray> gradient() {
        return gradient;
    }

    /** The node of the graph that computes it. */
    Optional<SDVariable> node() {
        return node;
    }

    /** The inputs of the operation that made it. */
    List<GraphTensor> inputs() {
        return inputs;
    }
}
