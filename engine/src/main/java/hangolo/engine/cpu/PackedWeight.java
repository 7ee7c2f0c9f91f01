package hangolo.engine.cpu;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A weight [in, out] rounded to bfloat16, its columns shared out among the threads, each share in the order that oneDNN reads
 * fastest. With few rows a product takes the time of reading its weight, and reading it as it is takes twice as long.
 */
final class PackedWeight {

    /** More rows than this are multiplied by the weight as it is. */
    static final int MOST_ROWS = Bf16Gemm.GRAIN;

    /** Columns of a share come in multiples of this. */
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

    /** Packs a weight into memory of a pass. */
    static PackedWeight of(Tape tape, CpuTensor weight) {
        int grains = (weight.columns() + GRAIN - 1) / GRAIN;
        int count = Math.min(tape.workers.threads(), grains);
        List<Share> shares = IntStream.range(0, count)
                .mapToObj(i -> share(tape, weight, GRAIN * (grains * i / count), GRAIN * (grains * (i + 1) / count)))
                .toList();
        long halves = tape.halves(weight);
        tape.workers.tasks(count, (from, to, s) -> {
            for (Share share : shares.subList(from, to)) {
                s.primitives()
                        .of(new PackedMatMul.Packing(share.columns, weight.rows(), weight.columns()))
                        .at(0, halves + (long) share.from * Short.BYTES)
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
        long left = tape.halves(x);
        int rows = Bf16Gemm.padded(x.rows());
        tape.workers.tasks(shares.size(), (from, to, s) -> {
            for (Share share : shares.subList(from, to)) {
                Primitive product = s.primitives()
                        .of(new PackedMatMul(rows, share.columns, in, y.columns(), bias.isPresent()))
                        .at(MatMulPrimitive.LEFT, left)
                        .at(MatMulPrimitive.RIGHT, share.values.address())
                        .at(MatMulPrimitive.RESULT, y.address(share.from));
                bias.ifPresent(row -> product.at(MatMulPrimitive.MORE, row.address(share.from)));
                product.run(s.primitives().stream());
            }
        });
    }
}
