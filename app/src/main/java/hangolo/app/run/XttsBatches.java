package hangolo.app.run;

import hangolo.engine.train.BatchSource;
import hangolo.models.data.Batch;
import hangolo.models.data.BatchSettings;
import hangolo.models.data.Batches;
import hangolo.models.data.TrainingData;

/** The training batches of a data set: made ahead as long as they are asked for in order. */
final class XttsBatches implements BatchSource<Batch>, AutoCloseable {

    private final TrainingData data;
    private final BatchSettings settings;
    private final long seed;
    private Batches current;
    private long epoch = -1;
    private int next;

    XttsBatches(TrainingData data, BatchSettings settings, long seed) {
        this.data = data;
        this.settings = settings;
        this.seed = seed;
    }

    @Override
    public int count(long ofEpoch) {
        return data.batchesPerEpoch(settings);
    }

    @Override
    public Batch batch(long wanted, int position) {
        if (current == null || wanted != epoch || position != next) {
            close();
            current = data.epoch(settings, seed, Math.toIntExact(wanted), position);
            epoch = wanted;
            next = position;
        }
        next++;
        return current.next();
    }

    /** The batches of an evaluation, made anew each time. */
    BatchSource<Batch> evaluation() {
        return new BatchSource<>() {
            private Batches batches;

            @Override
            public int count(long ofEpoch) {
                int size = settings.evaluationBatchSize();
                return (data.evaluation().size() + size - 1) / size;
            }

            @Override
            public Batch batch(long ofEpoch, int position) {
                batches = position == 0 ? data.evaluation(settings) : batches;
                Batch batch = batches.next();
                if (!batches.hasNext()) {
                    batches.close();
                }
                return batch;
            }
        };
    }

    @Override
    public void close() {
        if (current != null) {
            current.close();
            current = null;
        }
    }
}
