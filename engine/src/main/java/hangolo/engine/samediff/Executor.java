package hangolo.engine.samediff;

import java.util.List;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Runs the operations of a pass: in one graph, or eagerly. */
interface Executor {

    /** An operation, written as a part of a graph. */
    @FunctionalInterface
    interface Definition {
        /** The node that computes the operation from the nodes of its inputs. */
        SDVariable in(SameDiff graph, List<SDVariable> inputs);
    }

    /** The result [rows, columns] of an operation. */
    GraphTensor apply(int rows, int columns, Definition definition, List<GraphTensor> inputs);

    /** The values of a tensor. */
    INDArray values(GraphTensor tensor);
}
