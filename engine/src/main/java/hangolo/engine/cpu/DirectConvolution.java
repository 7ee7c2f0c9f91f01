package hangolo.engine.cpu;

import hangolo.engine.Window;
import java.util.Arrays;

/** Convolutions of one sequence in inference without unfolding, by oneDNN, a piece of the rows at a time. */
final class DirectConvolution {

    /** Rows of a piece: with their channels they fit the processor's second cache. */
    private static final int PIECE = 128;

    /** A larger weight does not stay in the cache while it meets piece after piece: unfolding is faster then. */
    private static final int LARGEST_WEIGHT = 1 << 20;

    private static final int IN = 0;
    private static final int OUT = 1;

    private final Tape tape;

    DirectConvolution(Tape tape) {
        this.tape = tape;
    }

    /** Whether it is the faster way for such a weight. */
    static boolean suits(CpuTensor weight) {
        return weight.count() <= LARGEST_WEIGHT;
    }

    /** As {@link hangolo.engine.Ops#convolution}. */
    CpuTensor apply(CpuTensor x, float slope, Window window, CpuTensor weight, CpuTensor bias) {
        int rows = window.outputs(x.rows());
        CpuTensor y = tape.forwardOnly("convolution", rows, weight.rows(), x, weight, bias);
        PieceConvolution piece = new PieceConvolution(PIECE, x.columns(), weight.rows(), window);
        CpuTensor packed = packed(piece, weight);
        tape.workers.tasks((rows + PIECE - 1) / PIECE, (from, to, s) -> {
            Primitive convolution = s.primitives()
                    .of(piece)
                    .at(PieceConvolution.WEIGHT, packed.address())
                    .at(PieceConvolution.BIAS, bias.address());
            for (int i = from; i < to; i++) {
                CpuTensor source = s.matrix(IN, piece.inputs(), x.columns());
                load(x, i * PIECE * window.stride() - window.padding(), slope, source, s);
                int length = Math.min(PIECE, rows - i * PIECE);
                CpuTensor rest = s.matrix(OUT, PIECE, y.columns());
                convolution.at(PieceConvolution.SOURCE, source.address());
                convolution.at(
                        PieceConvolution.RESULT, length == PIECE ? y.address(i * PIECE * y.columns()) : rest.address());
                convolution.run(s.primitives().stream());
                if (length < PIECE) {
                    copy(rest, y, i * PIECE, length, s);
                }
            }
        });
        return y;
    }

    private CpuTensor packed(PieceConvolution piece, CpuTensor weight) {
        CpuTensor packed = tape.kept(1, piece.packedValues());
        Primitives primitives = tape.workers.own().primitives();
        primitives
                .of(new PieceConvolution.Packing(piece))
                .at(0, weight.address())
                .at(1, packed.address())
                .run(primitives.stream());
        return packed;
    }

    /** Rows of x from {@code first} on, those outside of it zero, after a leaky ReLU. */
    private static void load(CpuTensor x, int first, float slope, CpuTensor source, Scratch s) {
        int from = Math.max(0, first);
        int count = (Math.min(x.rows(), first + source.rows()) - from) * x.columns();
        int before = (from - first) * x.columns();
        float[] values = s.row(0, source.count());
        Arrays.fill(values, 0, before, 0f);
        Arrays.fill(values, before + count, source.count(), 0f);
        x.page.get(x.at(from), values, before, count);
        if (slope != 1f) {
            for (int i = before; i < before + count; i++) {
                values[i] = Math.max(values[i], slope * values[i]);
            }
        }
        source.page.put(source.offset, values, 0, source.count());
    }

    private static void copy(CpuTensor from, CpuTensor to, int row, int rows, Scratch s) {
        int count = rows * to.columns();
        float[] values = s.row(0, count);
        from.page.get(from.offset, values, 0, count);
        to.page.put(to.at(row), values, 0, count);
    }
}
