package hangolo.bench.kernel;

import hangolo.bench.Rows;
import hangolo.bench.Sizes;
import hangolo.engine.Ops;
import hangolo.engine.Tensor;
import java.util.List;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Param;

/** The loss of a head: cross entropy over a vocabulary. */
public class CrossEntropy extends Operation {

    private static final Rows ROWS = Rows.packed(Sizes.FULL);

    /** The two vocabularies. */
    public enum Head {
        /** Text tokens. */
        TEXT(ROWS.text(), Sizes.FULL.textTokens()),
        /** Audio codes. */
        MEL(ROWS.mel(), Sizes.FULL.audioTokens());

        private final Input logits;

        Head(int rows, int classes) {
            this.logits = new Input(rows, classes);
        }
    }

    /** Which of them. */
    @Param
    public Head head;

    @Override
    List<Input> inputs() {
        return List.of(head.logits);
    }

    @Override
    Tensor apply(Ops ops, List<Tensor> inputs) {
        Input logits = head.logits;
        return ops.crossEntropy(
                inputs.get(0),
                IntStream.range(0, logits.rows()).map(i -> i % logits.columns()).toArray());
    }
}
