package hangolo.engine;

/**
 * The sliding window of a 1-d convolution.
 *
 * @param kernel taps
 * @param stride rows from one output to the next
 * @param padding rows of zeros before and after each sequence
 * @param dilation rows from one tap to the next
 */
public record Conv1dShape(int kernel, int stride, int padding, int dilation) {

    /** A window that keeps the length: odd kernel, stride 1. */
    public static Conv1dShape same(int kernel, int dilation) {
        return new Conv1dShape(kernel, 1, dilation * (kernel - 1) / 2, dilation);
    }

    /** Output rows of a sequence of {@code rows} rows. */
    public int outputs(int rows) {
        return (rows + 2 * padding - dilation * (kernel - 1) - 1) / stride + 1;
    }

    /** The output sequences of the input sequences {@code sequences}. */
    public PackedSequences outputs(PackedSequences sequences) {
        int[] lengths = new int[sequences.count()];
        for (int i = 0; i < lengths.length; i++) {
            lengths[i] = outputs(sequences.length(i));
        }
        return PackedSequences.ofLengths(lengths);
    }
}
