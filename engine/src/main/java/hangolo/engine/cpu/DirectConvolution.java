package hangolo.engine.cpu;

import hangolo.engine.Conv1dWeights;
import hangolo.engine.Precision;
import java.util.List;

/**
 * Convolutions of one sequence in inference without unfolding, by oneDNN, a piece of the rows at a time; with bfloat16 factors where
 * the weight is rounded.
 */
final class DirectConvolution {

    /** A larger weight does not stay in the cache while it meets piece after piece: unfolding is faster then. */
    private static final int LARGEST_WEIGHT = 1 << 20;

    private static final int BETWEEN = 2;
    private static final int REST = 3;

    private final Tape tape;

    DirectConvolution(Tape tape) {
        this.tape = tape;
    }

    /** Whether it is the faster way for such a weight. */
    static boolean suits(Conv1dWeights filter) {
        return filter.weight().count() <= LARGEST_WEIGHT;
    }

    /** As {@link hangolo.engine.Ops#convolution}. */
    CpuTensor apply(CpuTensor x, float slope, Conv1dWeights filter) {
        int rows = filter.window().outputs(x.rows());
        int length = TileConvolution.length(rows, x.columns());
        TileConvolution piece = TileConvolution.of(length, filter, Precision.FP32, List.of());
        CpuTensor y =
                tape.forwardOnly("convolution", rows, piece.out(), x, Tape.of(filter.weight()), Tape.of(filter.bias()));
        PackedFilter packed = PackedFilter.of(tape, piece, filter);
        TileSource source = piece.source(slope);
        pieces(y, length, (row, result, s) -> {
            int first = row * filter.window().stride() - filter.window().padding();
            packed.run(source.load(x, first, s), result, s);
        });
        return y;
    }

    /** As {@link hangolo.engine.Ops#residualPair}: what is between the two convolutions stays in the cache. */
    CpuTensor pair(CpuTensor x, float slope, Conv1dWeights first, Conv1dWeights second) {
        int length = TileConvolution.length(x.rows(), x.columns());
        TileConvolution last = TileConvolution.of(length, second, Precision.FP32, List.of(PostOp.PLUS_RESULT));
        List<PostOp> active = slope == 1f ? List.of() : List.of(PostOp.leakyRelu(slope));
        TileConvolution start = TileConvolution.of(last.inputs(), first, last.factors(), active);
        CpuTensor y = tape.forwardOnly(
                "residualPair",
                x.rows(),
                x.columns(),
                x,
                Tape.of(first.weight()),
                Tape.of(first.bias()),
                Tape.of(second.weight()),
                Tape.of(second.bias()));
        PackedFilter one = PackedFilter.of(tape, start, first);
        PackedFilter two = PackedFilter.of(tape, last, second);
        TileSource source = start.source(slope);
        pieces(y, length, (row, result, s) -> {
            int middle = row - second.window().padding();
            CpuTensor between = s.matrix(BETWEEN, start.outputs(), start.out());
            one.run(source.load(x, middle - first.window().padding(), s), between.address(), s);
            start.clearOutside(between.address(), middle, x.rows(), s);
            int there = Math.min(length, x.rows() - row);
            s.copy(x.address(row * x.columns()), result, there * x.columns());
            two.run(between.address(), result, s);
        });
        return y;
    }

    /** Makes the rows from {@code row} on at an address. */
    private interface Piece {
        void make(int row, long result, Scratch s);
    }

    /** Makes y piece by piece; the last one, which may go beyond the end, aside. */
    private void pieces(CpuTensor y, int length, Piece piece) {
        int d = y.columns();
        tape.workers.tasks((y.rows() + length - 1) / length, (from, to, s) -> {
            for (int row = from * length; row < Math.min(y.rows(), to * length); row += length) {
                int there = Math.min(length, y.rows() - row);
                if (there == length) {
                    piece.make(row, y.address(row * d), s);
                } else {
                    long rest = s.matrix(REST, length, d).address();
                    piece.make(row, rest, s);
                    s.copy(rest, y.address(row * d), there * d);
                }
            }
        });
    }
}
