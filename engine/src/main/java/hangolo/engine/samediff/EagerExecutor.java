package hangolo.engine.samediff;

import java.util.ArrayList;
import java.util.List;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Runs every operation eagerly, in a graph of its own; tracks the results, to free them. */
final class EagerExecutor implements Executor {

    private final List<INDArray> made = new ArrayList<>();

    @Override
    public GraphTensor apply(int rows, int columns, Definition definition, List<GraphTensor> inputs) {
        SameDiff graph = SameDiff.create();
        List<SDVariable> nodes = new ArrayList<>();
        for (int i = 0; i < inputs.size(); i++) {
            nodes.add(graph.constant("input" + i, values(inputs.get(i))));
        }
        INDArray result = definition.in(graph, nodes).eval();
        return keep(result.dup('c').reshape(rows, columns));
    }

    /** A tensor that is freed by {@link #release}. */
    GraphTensor keep(INDArray values) {
        made.add(values);
        return GraphTensor.of(values);
    }

    @Override
    public INDArray values(GraphTensor tensor) {
        return tensor.values()
                .orElseThrow(
                        () -> new IllegalStateException("this tensor belongs to a training pass: it has no values"));
    }

    long mark() {
        return made.size();
    }

    void release(long mark) {
        List<INDArray> freed = made.subList((int) mark, made.size());
        freed.forEach(INDArray::close);
        freed.clear();
    }
}
