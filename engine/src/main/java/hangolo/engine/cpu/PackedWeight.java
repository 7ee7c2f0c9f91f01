package hangolo.engine.cpu;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A bf16 weight [in, out], its columns split over the threads, each share in the layout that oneDNN reads fastest. With few rows a
 * matrix multiplication is bound by reading its weight, and the plain layout takes twice as long.
 */
final class PackedWeight {

    /** With more rows the plain weight is used. */
    static final int MOST_ROWS = Bf16Gemm.GRAIN;

    /** Columns of a share are multiples of this. */
    private static final int GRAIN = 64;

    private record Share(int from, int columns, CpuTensor values) {}

    private final Tape tape;
    private final int in;
    private final List<Share> shares;

    private PackedWeight(Tape tape, int in, List<Share> shares) {
        this.tape = tape;
        this.in = in;
        this.shares = shares;
    }

    /** Packs a weight into memory of the pass. */
    static PackedWeight of(Tape tape, CpuTensor weight) {
        int grains = (weight.columns() + GRAIN - 1) / GRAIN;
        int count = Math.min(tape.pool.threads(), grains);
        List<Share> shares = IntStream.range(0, count)
                .mapToObj(i -> share(tape, weight, GRAIN * (grains * i / count), GRAIN * (grains * (i + 1) / count)))
                .toList();
        long bf16 = tape.bf16(weight);
        tape.pool.tasks(count, (from, to, s) -> {
            for (Share share : shares.subList(from, to)) {
                s.primitives()
                        .of(new PackedMatMul.Packing(share.columns, weight.rows(), weight.columns()))
                        .at(0, bf16 + (long) share.from * Short.BYTES)
                        .at(1, share.values.address())
                        .run(s.primitives().stream());
            }
        });
        tape.usedUp(weight);
        return new PackedWeight(tape, weight.rows(), shares);
    }

    private static Share share(Tape tape, CpuTensor weight, int from, int end) {
        int columns = Math.min(weight.columns(), end) - from;
        int room = new PackedMatMul.Packing(columns, weight.rows(), weight.columns()).room();
        return new Share(from, columns, tape.kept(1, room));
    }

    /** {@code y = x · w (+ bias)}; x has at most {@value #MOST_ROWS} rows. */
    void multiply(CpuTensor x, Optional<CpuTensor> bias, CpuTensor y) {
        long left = tape.bf16(x);
        int rows = Bf16Gemm.padded(x.rows());
        tape.pool.tasks(shares.size(), (from, to, s) -> {
            for (Share share : shares.subList(from, to)) {
                Primitive matmul = s.primitives()
                        .of(new PackedMatMul(rows, share.columns, in, y.columns(), bias.isPresent()))
                        .at(MatMulPrimitive.LEFT, left)
                        .at(MatMulPrimitive.RIGHT, share.values.address())
                        .at(MatMulPrimitive.RESULT, y.address(share.from));
                bias.ifPresent(row -> matmul.at(MatMulPrimitive.MORE, row.address(share.from)));
                matmul.run(s.primitives().stream());
            }
        });
    }
}
