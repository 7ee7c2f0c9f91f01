package hangolo.bench;

import hangolo.engine.AdamW;
import hangolo.engine.Backend;
import hangolo.engine.ParameterStore;
import hangolo.engine.Pass;
import hangolo.models.xtts.gpt.GptParameterSpecs;
import hangolo.models.xtts.gpt.GptSizes;
import hangolo.models.xtts.gpt.XttsGpt;
import hangolo.models.xtts.training.TrainingBatch;
import hangolo.models.xtts.training.TrainingGraph;
import hangolo.models.xtts.training.XttsLosses;

/** The training step of this engine. */
final class EngineStep implements Step {

    private final Backend backend;
    private final ParameterStore store;
    private final TrainingGraph graph;
    private final TrainingBatch batch;
    private final double rate;
    private LossValues last = new LossValues(Double.NaN, Double.NaN);

    EngineStep(
            Backend backend,
            GptSizes sizes,
            RandomWeights values,
            TrainingBatch batch,
            TrainingGraph.Settings settings,
            double rate) {
        this.backend = backend;
        this.store = backend.store(new GptParameterSpecs(sizes).specs(), true, backend.precision());
        values.fill(store);
        this.graph = new TrainingGraph(new XttsGpt(store, sizes), settings);
        this.batch = batch;
        this.rate = rate;
    }

    ParameterStore store() {
        return store;
    }

    @Override
    public LossValues losses() {
        return last;
    }

    @Override
    public Seconds run(long number) {
        long started = System.nanoTime();
        store.zeroGradients();
        long computed;
        long differentiated;
        try (Pass pass = backend.training(1, number)) {
            XttsLosses losses = graph.losses(pass, batch);
            last = new LossValues(pass.value(losses.text()), pass.value(losses.mel()));
            computed = System.nanoTime();
            pass.backward(losses.total(), 1f);
            differentiated = System.nanoTime();
        }
        store.update(AdamW.COQUI, number, rate);
        return new Seconds(
                (computed - started) / 1e9,
                (differentiated - computed) / 1e9,
                (System.nanoTime() - differentiated) / 1e9);
    }

    @Override
    public void close() {
        store.close();
        backend.close();
    }
}
