package hangolo.engine.samediff;

import hangolo.engine.Tensor;
import hangolo.engine.tape.TapeTensor;
import java.util.List;
import java.util.Optional;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A matrix: a node of the graph of a training pass, or values.
 *
 * @param tracked whether it depends on a parameter
 * @param values unless only the graph has them
 * @param gradient where the gradients of a parameter are summed
 * @param node of the graph that computes it
 * @param inputs of the operation that made it
 */
record GraphTensor(
        int rows,
        int columns,
        boolean tracked,
        Optional<INDArray> values,
        Optional<INDArray> gradient,
        Optional<SDVariable> node,
        List<GraphTensor> inputs)
        implements Tensor {

    /** Known values [rows, columns], of a parameter if there is a gradient. */
    private static GraphTensor of(INDArray values, Optional<INDArray> gradient) {
        int rows = (int) values.size(0);
        int columns = (int) values.size(1);
        Optional<INDArray> known = Optional.of(values);
        return new GraphTensor(rows, columns, gradient.isPresent(), known, gradient, Optional.empty(), List.of());
    }

    /** Known values [rows, columns]. */
    static GraphTensor of(INDArray values) {
        return of(values, Optional.empty());
    }

    /** A parameter and the sum of its gradients. */
    static GraphTensor parameter(INDArray values, INDArray gradient) {
        return of(values, Optional.of(gradient));
    }

    /** The result of an operation in a graph; tracked if one of the inputs is. */
    static GraphTensor node(int rows, int columns, SDVariable node, List<GraphTensor> inputs) {
        boolean tracked = inputs.stream().anyMatch(GraphTensor::tracked);
        return new GraphTensor(rows, columns, tracked, Optional.empty(), Optional.empty(), Optional.of(node), inputs);
    }

    static GraphTensor of(Tensor tensor) {
        return TapeTensor.cast(GraphTensor.class, tensor);
    }
}
