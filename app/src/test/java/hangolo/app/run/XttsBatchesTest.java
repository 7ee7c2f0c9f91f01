package hangolo.app.run;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hangolo.app.config.PhaseConfig;
import hangolo.engine.Backend;
import hangolo.engine.cpu.CpuBackend;
import hangolo.models.data.Batch;
import hangolo.models.data.BatchSettings;
import hangolo.models.data.Batches;
import hangolo.models.data.TrainingData;
import hangolo.models.xtts.XttsModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Batches made ahead on another thread are those that are made when they are asked for, one by one. */
class XttsBatchesTest {

    private static final int EPOCHS = 4;

    @TempDir
    Path root;

    private TrainingData data;
    private PhaseConfig config;

    private void prepare(String more) throws IOException {
        config = TinyVoice.in(root).config(more).get(0);
        try (Backend backend = new CpuBackend(1);
                XttsModel model = XttsModel.open(config.modelDir(), Optional.empty(), backend)) {
            data = DatasetPreparation.prepare(
                    config, model.codec(), TinyVoice.quiet(new Interrupt()).display());
        }
    }

    private Batch expected(long epoch, int position) {
        BatchSettings ahead = DatasetPreparation.batches(config);
        BatchSettings none = new BatchSettings(
                ahead.batchSize(),
                ahead.evaluationBatchSize(),
                ahead.sampling(),
                ahead.padding(),
                ahead.crop(),
                0,
                ahead.nanoClock());
        try (Batches one = data.epoch(none, config.seed(), (int) epoch, position)) {
            return one.next();
        }
    }

    private void assertNext(XttsBatches batches, long epoch, int position) {
        Batch expected = expected(epoch, position);
        Batch found = batches.batch(epoch, position);
        String where = "epoch " + epoch + ", batch " + position;
        assertEquals(position, found.number(), where);
        assertEquals(expected.clips(), found.clips(), where);
        for (int i = 0; i < expected.clips().size(); i++) {
            var a = expected.training().items().get(i);
            var b = found.training().items().get(i);
            assertArrayEquals(a.text(), b.text(), where);
            assertArrayEquals(a.codes(), b.codes(), where);
            assertArrayEquals(a.conditioning().values(), b.conditioning().values(), where);
            assertEquals(a.promptSpan(), b.promptSpan(), where);
        }
    }

    @ParameterizedTest
    @CsvSource({"0, 0, ''", "1, 3, ''", "2, 0, 'SAMPLING: coqui'", "0, 4, 'BATCH_SIZE: 3'", "0, 0, 'BATCH_SIZE: 100'"})
    void epochAfterEpochInOrder(long fromEpoch, int fromPosition, String more) throws IOException {
        prepare(more + "\n");
        try (XttsBatches batches = new XttsBatches(data, DatasetPreparation.batches(config), config.seed())) {
            int position = Math.min(fromPosition, batches.count(0) - 1);
            for (long epoch = fromEpoch; epoch < EPOCHS; epoch++) {
                for (; position < batches.count(epoch); position++) {
                    assertNext(batches, epoch, position);
                }
                position = 0;
            }
        }
    }

    @Test
    void inAnyOtherOrderToo() throws IOException {
        prepare("");
        try (XttsBatches batches = new XttsBatches(data, DatasetPreparation.batches(config), config.seed())) {
            int last = batches.count(0) - 1;
            assertTrue(last > 1);
            for (int[] place : new int[][] {{0, last}, {0, last}, {3, 1}, {3, 0}, {1, 0}, {0, 0}}) {
                assertNext(batches, place[0], place[1]);
            }
        }
    }
}
