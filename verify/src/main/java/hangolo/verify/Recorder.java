package hangolo.verify;

import hangolo.engine.Ops;
import hangolo.engine.Pass;
import hangolo.engine.Tensor;
import hangolo.models.xtts.nn.Probe;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** Keeps the intermediates of a network in inference by name. What comes under the same name again is put below what is there. */
final class Recorder implements Probe {

    private final Map<String, Rows> values = new LinkedHashMap<>();

    /**
     * An intermediate.
     *
     * @param values [rows, channels]
     */
    record Rows(float[] values, int channels) {

        private Rows above(Rows more) {
            float[] all = Arrays.copyOf(values, values.length + more.values.length);
            System.arraycopy(more.values, 0, all, values.length, more.values.length);
            return new Rows(all, channels);
        }

        int count() {
            return values.length / channels;
        }

        Traced whole() {
            return Traced.whole(values);
        }

        /** Rows of one sequence as [channels, time]. */
        Traced channelsFirst() {
            return channelsFirst(count());
        }

        /** Rows [batch · time, channels] of sequences of one length as [batch, channels, time]. */
        Traced channelsFirst(int time) {
            float[] result = new float[values.length];
            for (int i = 0; i < values.length; i++) {
                int row = i / channels;
                result[(row / time * channels + i % channels) * time + row % time] = values[i];
            }
            return Traced.whole(result);
        }
    }

    @Override
    public void record(String name, Ops ops, Tensor rows) {
        values.merge(name, new Rows(((Pass) ops).read(rows), rows.columns()), Rows::above);
    }

    @Override
    public void record(String name, float[] numbers) {
        values.merge(name, new Rows(numbers.clone(), 1), Rows::above);
    }

    /**
     * What was recorded.
     *
     * @throws ReferenceException if there is nothing of this name
     */
    Rows rows(String name) throws ReferenceException {
        Rows rows = values.get(name);
        if (rows == null) {
            throw new ReferenceException(name, "this program has no such intermediate; it has " + values.keySet());
        }
        return rows;
    }
}
