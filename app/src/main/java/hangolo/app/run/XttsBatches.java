package hangolo.app.run;

import hangolo.engine.train.BatchSource;
import hangolo.models.data.Batch;
import hangolo.models.data.BatchSettings;
import hangolo.models.data.Batches;
import hangolo.models.data.TrainingData;

/** The training batches of a data set, prepared ahead of time, across epochs, as long as they are requested in order. */
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
            begin(wanted, position);
        }
        next++;
        Batch batch = current.next();
        if (!current.hasNext()) {
            begin(wanted + 1, 0);
        }
        return batch;
    }

    private void begin(long ofEpoch, int position) {
        close();
        current = data.epoch(settings, seed, Math.toIntExact(ofEpoch), position);
        epoch = ofEpoch;
        next = position;
    }

    /** The batches of an evaluation, prepared anew each time. */
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
