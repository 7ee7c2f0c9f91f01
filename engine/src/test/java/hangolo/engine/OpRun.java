package hangolo.engine;

import hangolo.engine.ParameterStore.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * An operation on a backend. Its loss is the mean squared distance of the result from fixed values, so that every output has a
 * weight of its own.
 */
final class OpRun implements AutoCloseable {

    private static final int SEED = 7;

    private final Backend backend;
    private final OpCase op;
    private final ParameterStore store;
    private final float[] target;
    private long step = 3;

    /** On random numbers. */
    OpRun(Backend backend, OpCase op, long seed) {
        this(backend, op, randomInputs(op, seed), new float[0]);
    }

    /** On given inputs; without a target, on a random one. */
    OpRun(Backend backend, OpCase op, List<float[]> inputs, float[] target) {
        this.backend = backend;
        this.op = op;
        this.target = target;
        List<ParameterSpec> specs = IntStream.range(0, inputs.size())
                .mapToObj(i -> new ParameterSpec("x" + i, op.shapes().get(i), false))
                .toList();
        this.store = backend.store(specs, true, backend.precision());
        for (int i = 0; i < inputs.size(); i++) {
            store.fill("x" + i, Role.WEIGHT, inputs.get(i));
        }
    }

    private static List<float[]> randomInputs(OpCase op, long seed) {
        Random random = new Random(seed);
        return op.shapes().stream().map(s -> random(random, s[0] * s[1])).toList();
    }

    static float[] random(Random random, int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }

    /** Other dropout masks from now on. */
    OpRun at(long newStep) {
        step = newStep;
        return this;
    }

    /** The result in a training pass. */
    float[] result() {
        try (Pass pass = backend.training(SEED, step)) {
            return pass.read(result(pass));
        }
    }

    /** The result in an inference pass. */
    float[] inference() {
        try (Pass pass = backend.inference()) {
            return pass.read(result(pass));
        }
    }

    /** The gradients of all inputs. */
    List<float[]> gradients() {
        store.zeroGradients();
        return moreGradients(1f);
    }

    /** As {@link #gradients}, added to those that are there. */
    List<float[]> moreGradients(float scale) {
        try (Pass pass = backend.training(SEED, step)) {
            pass.backward(loss(pass), scale);
        }
        List<float[]> gradients = new ArrayList<>();
        store.specs().forEach(spec -> gradients.add(store.values(spec.name(), Role.GRADIENT)));
        return gradients;
    }

    /** Central difference of the loss along one value of one input. */
    double slope(int input, int i, float by) {
        String name = "x" + input;
        float[] values = store.values(name, Role.WEIGHT);
        float before = values[i];
        float high = before + by;
        float low = before - by;
        double up = lossWith(name, values, i, high);
        double down = lossWith(name, values, i, low);
        lossWith(name, values, i, before);
        return (up - down) / ((double) high - low);
    }

    private double lossWith(String name, float[] values, int i, float value) {
        values[i] = value;
        store.fill(name, Role.WEIGHT, values);
        try (Pass pass = backend.training(SEED, step)) {
            return pass.value(loss(pass));
        }
    }

    private Tensor result(Pass pass) {
        List<Tensor> inputs = new ArrayList<>();
        store.specs().forEach(spec -> inputs.add(store.weight(spec.name())));
        return op.apply().apply(pass, inputs);
    }

    private Tensor loss(Pass pass) {
        Tensor result = result(pass);
        float[] values = target.length > 0 ? target : random(new Random(5), result.count());
        return pass.squaredError(result, pass.constant(result.rows(), result.columns(), values));
    }

    @Override
    public void close() {
        store.close();
    }
}
