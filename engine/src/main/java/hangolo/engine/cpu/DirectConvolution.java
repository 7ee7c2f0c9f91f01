package hangolo.engine.cpu;

import hangolo.engine.Conv1dWeights;
import hangolo.engine.Precision;
import java.util.List;

/**
 * Convolutions of one sequence in inference without unfolding, by oneDNN, tile by tile; in bf16 where the weight is bf16.
 */
final class DirectConvolution {

    /** A larger weight does not stay in the cache from tile to tile; unfolding is faster then. */
    private static final int LARGEST_WEIGHT = 1 << 20;

    private static final int BETWEEN = 2;
    private static final int REST = 3;

    private final Tape tape;

    DirectConvolution(Tape tape) {
        this.tape = tape;
    }

    /** Whether it is faster than unfolding for such a weight. */
    static boolean suits(Conv1dWeights filter) {
        return filter.weight().count() <= LARGEST_WEIGHT;
    }

    /** As {@link hangolo.engine.Ops#convolution}. */
    CpuTensor apply(CpuTensor x, float slope, Conv1dWeights filter) {
        int rows = filter.window().outputs(x.rows());
        int length = TileConvolution.length(rows, x.columns());
        TileConvolution tile = TileConvolution.of(length, filter, Precision.FP32, List.of());
        CpuTensor y =
                tape.forwardOnly("convolution", rows, tile.out(), x, Tape.of(filter.weight()), Tape.of(filter.bias()));
        PackedFilter packed = PackedFilter.of(tape, tile, filter);
        TileSource source = tile.source(slope);
        tiles(y, length, (row, result, s) -> {
            int first = row * filter.window().stride() - filter.window().padding();
            packed.run(source.load(x, first, s), result, s);
        });
        return y;
    }

    /** As {@link hangolo.engine.Ops#residualPair}: the intermediate result stays in the cache. */
    CpuTensor pair(CpuTensor x, float slope, Conv1dWeights first, Conv1dWeights second) {
        int length = TileConvolution.length(x.rows(), x.columns());
        TileConvolution last = TileConvolution.of(length, second, Precision.FP32, List.of(PostOp.SUM));
        List<PostOp> active = slope == 1f ? List.of() : List.of(PostOp.leakyRelu(slope));
        TileConvolution start = TileConvolution.of(last.inputs(), first, last.precision(), active);
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
        tiles(y, length, (row, result, s) -> {
            int middle = row - second.window().padding();
            CpuTensor between = s.matrix(BETWEEN, start.outputs(), start.out());
            one.run(source.load(x, middle - first.window().padding(), s), between.address(), s);
            start.clearOutside(between.address(), middle, x.rows(), s);
            int count = Math.min(length, x.rows() - row);
            s.copy(x.address(row * x.columns()), result, count * x.columns());
            two.run(between.address(), result, s);
        });
        return y;
    }

    /** Computes the rows from {@code row} on into an address. */
    private interface Tile {
        void make(int row, long result, Scratch s);
    }

    /** Computes y tile by tile; the last one, which may exceed the end, in scratch memory. */
    private void tiles(CpuTensor y, int length, Tile tile) {
        int d = y.columns();
        tape.pool.tasks((y.rows() + length - 1) / length, (from, to, s) -> {
            for (int row = from * length; row < Math.min(y.rows(), to * length); row += length) {
                int count = Math.min(length, y.rows() - row);
                if (count == length) {
                    tile.make(row, y.address(row * d), s);
                } else {
                    long rest = s.matrix(REST, length, d).address();
                    tile.make(row, rest, s);
                    s.copy(rest, y.address(row * d), count * d);
                }
            }
        });
    }
}
