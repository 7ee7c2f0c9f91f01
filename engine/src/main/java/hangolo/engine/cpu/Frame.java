package hangolo.engine.cpu;

import java.util.ArrayList;
import java.util.List;

/** What a pass, or a part of it, has made: tensors in one arena, and the steps back. Closing it takes the memory back. */
final class Frame implements AutoCloseable {

    private final Arena arena;
    private final List<Runnable> backward = new ArrayList<>();
    private final List<CpuTensor> passing = new ArrayList<>();
    private final List<CpuTensor> rounded = new ArrayList<>();

    Frame(Arena arena) {
        this.arena = arena;
    }

    Arena arena() {
        return arena;
    }

    /** Steps back, the last to be run first. */
    List<Runnable> backward() {
        return backward;
    }

    /** Results of operations since the list was cleared last. */
    List<CpuTensor> passing() {
        return passing;
    }

    /** Notes a parameter whose rounded numbers lie in this memory, which it outlives. */
    void rounded(CpuTensor parameter) {
        rounded.add(parameter);
    }

    @Override
    public void close() {
        rounded.forEach(parameter -> parameter.bf16(Bf16Copy.NONE));
        arena.reset();
    }
}
