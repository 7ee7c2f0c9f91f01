package hangolo.engine.cuda;

import hangolo.engine.PackedSequences;
import hangolo.engine.tape.TapeMemory;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;

/** The GPU memory of a pass, or of a scope in it: an arena, and recycled memory by size. */
final class CudaMemory implements TapeMemory<CudaTensor, CudaMemory> {

    private final Device device;
    private final Arena arena;
    private final OptionalLong start;
    private final Map<PackedSequences, Long> bounds = new HashMap<>();
    private final Map<Integer, Deque<Long>> recycled = new HashMap<>();

    /** The memory of a pass. */
    CudaMemory(Device device, Arena arena) {
        this(device, arena, OptionalLong.empty());
    }

    private CudaMemory(Device device, Arena arena, OptionalLong start) {
        this.device = device;
        this.arena = arena;
        this.start = start;
    }

    /** Where each sequence starts, on the GPU. */
    Map<PackedSequences, Long> bounds() {
        return bounds;
    }

    @Override
    public CudaTensor allocate(int rows, int columns, boolean tracked) {
        return new CudaTensor(words(rows * columns), rows, columns, tracked);
    }

    /** Memory for that many bf16 numbers. */
    long bf16(int count) {
        return words((count + 1) / 2);
    }

    /** Recycled memory of that many 32-bit words, or new. */
    private long words(int count) {
        Deque<Long> fitting = recycled.getOrDefault(count, new ArrayDeque<>());
        return fitting.isEmpty() ? arena.allocate((long) count * Float.BYTES) : fitting.pop();
    }

    private void recycle(int words, long address) {
        recycled.computeIfAbsent(words, count -> new ArrayDeque<>()).push(address);
    }

    @Override
    public void zero(CudaTensor tensor) {
        device.fill(tensor.address(), tensor.count(), 0f);
    }

    @Override
    public void copy(CudaTensor from, CudaTensor to) {
        device.copy(from.address(), to.address(), (long) from.count() * Float.BYTES);
    }

    @Override
    public void recycle(CudaTensor tensor) {
        recycle(tensor.count(), tensor.address());
    }

    /** A bf16 copy is recycled too if it can be recomputed. */
    @Override
    public void recycleTemporary(CudaTensor result) {
        if (!result.saved()) {
            recycle(result);
        }
        if (result.recompute().isPresent()) {
            recycle((result.count() + 1) / 2, result.bf16());
            result.bf16(CudaTensor.NONE);
        }
    }

    @Override
    public CudaMemory scope() {
        return new CudaMemory(device, arena, OptionalLong.of(arena.mark()));
    }

    @Override
    public long mark() {
        return arena.mark();
    }

    @Override
    public void release(long mark) {
        arena.release(mark);
        bounds.clear();
    }

    @Override
    public void close() {
        start.ifPresentOrElse(arena::release, arena::reset);
    }
}
