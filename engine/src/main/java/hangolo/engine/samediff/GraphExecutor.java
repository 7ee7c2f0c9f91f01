package hangolo.engine.samediff;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.api.OutAndGrad;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Collects all operations in one graph, which the backward pass differentiates and runs. */
final class GraphExecutor implements Executor {

    private final SameDiff graph = SameDiff.create();
    private final Map<GraphTensor, SDVariable> leaves = new IdentityHashMap<>();
    private final Map<GraphTensor, INDArray> known = new IdentityHashMap<>();
    private final List<GraphTensor> scalars = new ArrayList<>();

    @Override
    public GraphTensor apply(int rows, int columns, Definition definition, List<GraphTensor> inputs) {
        List<SDVariable> nodes = inputs.stream().map(this::node).toList();
        GraphTensor result = GraphTensor.node(rows, columns, definition.in(graph, nodes), List.copyOf(inputs));
        if (result.count() == 1) {
            scalars.add(result);
        }
        return result;
    }

    private SDVariable node(GraphTensor tensor) {
        return tensor.node().orElseGet(() -> leaves.computeIfAbsent(tensor, this::leaf));
    }

    private SDVariable leaf(GraphTensor tensor) {
        INDArray values = tensor.values().orElseThrow();
        return tensor.tracked()
                ? graph.var("parameter" + leaves.size(), values)
                : graph.constant("constant" + leaves.size(), values);
    }

    @Override
    public INDArray values(GraphTensor tensor) {
        if (tensor.values().isPresent()) {
            return tensor.values().get();
        }
        return known.computeIfAbsent(tensor, unknown -> node(unknown).eval());
    }

    /**
     * Runs the graph forward and backward, and adds to the gradients of the parameters that the loss depends on. All scalars, such as
     * the losses, are kept for {@link #values}.
     */
    void backward(GraphTensor loss, double scale) {
        List<GraphTensor> parameters = parameters(loss);
        List<String> names = parameters.stream().map(p -> node(p).name()).toList();
        graph.setLossVariables(node(loss).name());
        OutAndGrad found = graph.calculateGradientsAndOutputs(
                Map.of(), scalars.stream().map(s -> node(s).name()).toList(), names);
        scalars.forEach(s -> known.put(s, found.getOutputs().get(node(s).name())));
        for (int i = 0; i < names.size(); i++) {
            INDArray sum = parameters.get(i).gradient().orElseThrow();
            sum.addi(found.getGradients().get(names.get(i)).reshape(sum.shape()).muli(scale));
        }
    }

    /** The parameters that a tensor was computed from. */
    private static List<GraphTensor> parameters(GraphTensor from) {
        Set<GraphTensor> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        List<GraphTensor> parameters = new ArrayList<>();
        Deque<GraphTensor> open = new ArrayDeque<>(List.of(from));
        while (!open.isEmpty()) {
            GraphTensor tensor = open.pop();
            if (tensor.tracked() && seen.add(tensor)) {
                if (tensor.gradient().isPresent()) {
                    parameters.add(tensor);
                }
                tensor.inputs().forEach(open::push);
            }
        }
        return parameters;
    }
}
