package hangolo.engine;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Where each sequence begins in a packed tensor: sequence {@code i} holds the rows {@code start(i)} (inclusive) to
 * {@code end(i)} (exclusive). Sequences follow each other without gaps.
 */
public final class PackedSequences {

    private final int[] bounds;

    private PackedSequences(int[] bounds) {
        this.bounds = bounds;
    }

    /** One sequence of that many rows. */
    public static PackedSequences single(int rows) {
        return ofLengths(rows);
    }

    /** Sequences of these lengths, in rows. */
    public static PackedSequences ofLengths(int... lengths) {
        int[] bounds = new int[lengths.length + 1];
        for (int i = 0; i < lengths.length; i++) {
            if (lengths[i] < 0) {
                throw new IllegalArgumentException("sequence " + i + " has a negative length: " + lengths[i]);
            }
            bounds[i + 1] = Math.addExact(bounds[i], lengths[i]);
        }
        return new PackedSequences(bounds);
    }

    /** That many sequences of the same length, in rows. */
    public static PackedSequences uniform(int count, int rows) {
        return ofLengths(IntStream.generate(() -> rows).limit(count).toArray());
    }

    /** Number of sequences. */
    public int count() {
        return bounds.length - 1;
    }

    /** First row of sequence {@code i}. */
    public int start(int i) {
        return bounds[i];
    }

    /** The row after the last one of sequence {@code i}. */
    public int end(int i) {
        return bounds[i + 1];
    }

    /** Rows of sequence {@code i}. */
    public int length(int i) {
        return bounds[i + 1] - bounds[i];
    }

    /** Rows of all sequences together. */
    public int rows() {
        return bounds[bounds.length - 1];
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PackedSequences that && Arrays.equals(bounds, that.bounds);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bounds);
    }

    @Override
    public String toString() {
        return "PackedSequences" + Arrays.toString(bounds);
    }
}
