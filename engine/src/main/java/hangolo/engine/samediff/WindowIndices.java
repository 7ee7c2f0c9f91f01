package hangolo.engine.samediff;

import hangolo.engine.Conv1dShape;
import hangolo.engine.PackedSequences;
import java.util.Arrays;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Which rows are taken; the row count stands for a row of zeros. */
final class WindowIndices {

    private WindowIndices() {}

    /** For each output and tap of windows over sequences, in this order, the row of the input. */
    static int[] sources(PackedSequences sequences, Conv1dShape window) {
        PackedSequences outputs = window.outputs(sequences);
        int[] sources = new int[outputs.rows() * window.kernel()];
        Arrays.fill(sources, sequences.rows());
        for (int i = 0; i < sequences.count(); i++) {
            for (int o = outputs.start(i); o < outputs.end(i); o++) {
                int first = sequences.start(i) + (o - outputs.start(i)) * window.stride() - window.padding();
                for (int tap = 0; tap < window.kernel(); tap++) {
                    int row = first + tap * window.dilation();
                    if (row >= sequences.start(i) && row < sequences.end(i)) {
                        sources[o * window.kernel() + tap] = row;
                    }
                }
            }
        }
        return sources;
    }

    /** [rows taken, rows of the table]: a one where a row is taken. */
    static INDArray choice(DataType type, int tableRows, int... rows) {
        float[] ones = new float[Math.multiplyExact(rows.length, tableRows)];
        for (int i = 0; i < rows.length; i++) {
            if (rows[i] < tableRows) {
                ones[i * tableRows + rows[i]] = 1f;
            }
        }
        return Nd4j.create(ones, new long[] {rows.length, tableRows}, 'c').castTo(type);
    }

    /** The same for an image of {@code height · width} rows and windows of {@code kernel · kernel} taps. */
    static int[] imageSources(int height, int width, int kernel, int stride) {
        Conv1dShape window = new Conv1dShape(kernel, stride, (kernel - 1) / 2, 1);
        int[] down = sources(PackedSequences.single(height), window);
        int[] across = sources(PackedSequences.single(width), window);
        int high = window.outputs(height);
        int wide = window.outputs(width);
        int[] sources = new int[high * wide * kernel * kernel];
        for (int i = 0; i < sources.length; i++) {
            int tap = i % (kernel * kernel);
            int output = i / (kernel * kernel);
            int row = down[output / wide * kernel + tap / kernel];
            int column = across[output % wide * kernel + tap % kernel];
            sources[i] = row == height || column == width ? height * width : row * width + column;
        }
        return sources;
    }
}
