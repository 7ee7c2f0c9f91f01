package hangolo.engine.cpu;

import hangolo.engine.tape.TapeMemory;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The memory of a pass: tensors in an arena, and bf16 copies of parameters, which outlive it. */
final class CpuMemory implements TapeMemory<CpuTensor, CpuMemory> {

    private final ThreadPool pool;
    private final Arena arena;
    private final Optional<Arena> blockArena;
    private final List<CpuTensor> castParameters = new ArrayList<>();

    /**
     * The memory of a pass.
     *
     * @param blockArena memory of a single block, if blocks are recomputed
     */
    CpuMemory(ThreadPool pool, Arena arena, Optional<Arena> blockArena) {
        this.pool = pool;
        this.arena = arena;
        this.blockArena = blockArena;
    }

    /** Padded, so that every tensor can be an operand in bf16. */
    @Override
    public CpuTensor allocate(int rows, int columns, boolean tracked) {
        return arena.allocate(rows, Bf16Gemm.padded(rows), columns, tracked);
    }

    /** Uninitialised memory without padding and gradient. */
    CpuTensor buffer(int rows, int columns) {
        return arena.allocate(rows, rows, columns, false);
    }

    /** Notes a parameter whose bf16 copy is in this memory. */
    void addCastParameter(CpuTensor parameter) {
        castParameters.add(parameter);
    }

    @Override
    public void zero(CpuTensor tensor) {
        tensor.block.zero(tensor.offset, tensor.count());
    }

    @Override
    public void copy(CpuTensor from, CpuTensor to) {
        int d = from.columns();
        pool.rows(
                from.rows(),
                d,
                (first, last, s) -> s.copy(from.address(first * d), to.address(first * d), (last - first) * d));
    }

    @Override
    public void recycle(CpuTensor tensor) {
        arena.recycle(tensor, Bf16Gemm.padded(tensor.rows()));
        tensor.bf16().place().ifPresent(this::recycleBuffer);
    }

    void recycleBuffer(CpuTensor buffer) {
        arena.recycle(buffer, buffer.rows());
    }

    /** A bf16 copy stays: it is the saved operand. */
    @Override
    public void recycleTemporary(CpuTensor result) {
        if (!result.saved()) {
            arena.recycle(result, Bf16Gemm.padded(result.rows()));
        }
    }

    @Override
    public CpuMemory scope() {
        return new CpuMemory(pool, blockArena.orElseThrow(), Optional.empty());
    }

    @Override
    public long mark() {
        return arena.mark();
    }

    @Override
    public void release(long mark) {
        arena.release(mark);
    }

    @Override
    public void close() {
        castParameters.forEach(parameter -> parameter.bf16(Bf16Copy.NONE));
        arena.reset();
    }
}
