package hangolo.bench.kernel;

import hangolo.engine.Ops;
import hangolo.engine.ParameterSpec;
import hangolo.engine.Pass;
import hangolo.engine.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/** An operation in a training pass, forward or backward; a pass is opened for each call, and setup is not timed. */
public abstract class Operation extends KernelBenchmark {

    /** Dropout of the training. */
    static final float DROPOUT = 0.1f;

    /** Which direction is timed. */
    @Param
    public Direction direction;

    private final SplittableRandom random = new SplittableRandom(1);
    private List<float[]> values = List.of();
    private Pass pass;
    private Runnable timed = () -> {};

    /** The shape of an input. */
    record Input(int rows, int columns) {}

    /** The inputs, all of them differentiated. */
    abstract List<Input> inputs();

    /** What is timed. A result of one value is a loss. */
    abstract Tensor apply(Ops ops, List<Tensor> inputs);

    @Override
    List<ParameterSpec> parameters() {
        List<ParameterSpec> all = new ArrayList<>(super.parameters());
        for (int i = 0; i < inputs().size(); i++) {
            all.add(new ParameterSpec("input" + i, new int[] {1, inputs().get(i).columns()}, false));
        }
        return all;
    }

    @Override
    public void open() {
        super.open();
        values = inputs().stream()
                .map(input -> gaussian((input.rows() - 1) * input.columns()))
                .toList();
    }

    private float[] gaussian(int count) {
        float[] result = new float[count];
        for (int i = 0; i < count; i++) {
            result[i] = (float) random.nextGaussian();
        }
        return result;
    }

    /** Opens a pass; to time the backward pass, runs the forward pass. */
    @Setup(Level.Invocation)
    public void begin() {
        store().zeroGradients();
        pass = backend().training(1, 1);
        List<Tensor> inputs =
                IntStream.range(0, values.size()).mapToObj(this::input).toList();
        if (direction == Direction.FORWARD) {
            timed = () -> apply(pass, inputs);
        } else {
            Tensor loss = loss(apply(pass, inputs));
            timed = () -> pass.backward(loss, 1f);
        }
    }

    /** An intermediate result, as inside a network, whose own backward step is one row long. */
    private Tensor input(int i) {
        Input shape = inputs().get(i);
        Tensor rest = pass.constant(shape.rows() - 1, shape.columns(), values.get(i));
        return pass.concatRows(store().weight("input" + i), rest);
    }

    /** A loss of the first row: its backward step writes the gradient of the whole result and computes almost nothing. */
    private Tensor loss(Tensor result) {
        if (result.count() == 1) {
            return result;
        }
        Tensor row = pass.gather(result, new int[] {0});
        return pass.squaredError(row, pass.constant(1, row.columns(), new float[row.columns()]));
    }

    /** Runs the operation in the timed direction. */
    @Benchmark
    public void run() {
        timed.run();
    }

    /** Closes the pass. */
    @TearDown(Level.Invocation)
    public void end() {
        pass.close();
    }
}
