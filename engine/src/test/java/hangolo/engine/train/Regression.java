package hangolo.engine.train;

import hangolo.engine.Backend;
import hangolo.engine.Ops;
import hangolo.engine.ParameterSpec;
import hangolo.engine.ParameterStore;
import hangolo.engine.Tensor;
import java.util.List;
import java.util.SplittableRandom;

/** A tiny network with dropout that learns {@code y = x0 - 2 x1}, to train in tests. */
final class Regression implements Objective<Regression.Batch>, BatchSource<Regression.Batch> {

    record Batch(float[] inputs, float[] targets) {}

    private static final List<ParameterSpec> SPECS = List.of(
            new ParameterSpec("hidden.weight", new int[] {8, 2}, true),
            new ParameterSpec("hidden.bias", new int[] {8}, false),
            new ParameterSpec("out.weight", new int[] {1, 8}, true));
    private static final int ROWS = 4;

    final ParameterStore store;
    private final int batches;
    private final float dropout;
    /** The step whose batch holds a NaN, or -1. */
    long poisoned = -1;

    private Regression(ParameterStore store, int batches, float dropout) {
        this.store = store;
        this.batches = batches;
        this.dropout = dropout;
    }

    static Regression on(Backend backend, int batches, float dropout) {
        ParameterStore store = backend.store(SPECS, true);
        SplittableRandom random = new SplittableRandom(7);
        for (ParameterSpec spec : SPECS) {
            float[] values = new float[spec.count()];
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) (random.nextDouble() - 0.5);
            }
            store.fill(spec.name(), ParameterStore.Role.WEIGHT, values);
        }
        return new Regression(store, batches, dropout);
    }

    /** Copies weights and moments, as a checkpoint would. */
    void copyTo(Regression other) {
        for (ParameterSpec spec : SPECS) {
            for (ParameterStore.Role role : ParameterStore.Role.values()) {
                if (role != ParameterStore.Role.GRADIENT) {
                    other.store.fill(spec.name(), role, store.values(spec.name(), role));
                }
            }
        }
    }

    @Override
    public int count(long epoch) {
        return batches;
    }

    @Override
    public Batch batch(long epoch, int position) {
        SplittableRandom random = new SplittableRandom(epoch * 1000 + position);
        float[] inputs = new float[ROWS * 2];
        float[] targets = new float[ROWS];
        for (int row = 0; row < ROWS; row++) {
            inputs[2 * row] = (float) (random.nextDouble() * 2 - 1);
            inputs[2 * row + 1] = (float) (random.nextDouble() * 2 - 1);
            targets[row] = inputs[2 * row] - 2 * inputs[2 * row + 1];
        }
        if (epoch * batches + position == poisoned) {
            targets[0] = Float.NaN;
        }
        return new Batch(inputs, targets);
    }

    @Override
    public StepLosses losses(Ops ops, Batch batch) {
        Tensor x = ops.constant(ROWS, 2, batch.inputs());
        Tensor hidden = ops.geluTanh(ops.linear(x, store.weight("hidden.weight"), store.weight("hidden.bias")));
        Tensor y = ops.linear(ops.dropout(hidden, dropout), store.weight("out.weight"));
        Tensor error = ops.squaredError(y, ops.constant(ROWS, 1, batch.targets()));
        return new StepLosses(error, List.of(new StepLosses.Part("error", error, ROWS)));
    }
}
