package hangolo.engine.cuda;

import hangolo.engine.PackedSequences;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** What a pass, or a part of it, has made: the steps back, and memory of the arena that it no longer needs. */
final class Frame {

    private final Arena arena;
    private final Deque<Runnable> steps = new ArrayDeque<>();
    private final Map<PackedSequences, Long> bounds = new HashMap<>();
    private final Map<Integer, Deque<Long>> spare = new HashMap<>();
    private final Set<CudaTensor> passing = new LinkedHashSet<>();

    Frame(Arena arena) {
        this.arena = arena;
    }

    /** Steps back, the first to be run on top. */
    Deque<Runnable> steps() {
        return steps;
    }

    /** Where each sequence begins, on the card. */
    Map<PackedSequences, Long> bounds() {
        return bounds;
    }

    /** Memory for rounded values. */
    long halves(int count) {
        return place(words(count));
    }

    /** 32-bit words that hold that many bf16 numbers. */
    private static int words(int count) {
        return (count + 1) / 2;
    }

    /** Memory for a tensor that stays: what another one of its size no longer needs, or new. */
    long place(int count) {
        Deque<Long> places = spare.getOrDefault(count, new ArrayDeque<>());
        return places.isEmpty() ? arena.allocate((long) count * Float.BYTES) : places.pop();
    }

    /** Takes the memory of x back, whose values nobody reads any more. */
    void giveBack(CudaTensor x) {
        giveBack(x.count(), x.address());
    }

    private void giveBack(int words, long address) {
        spare.computeIfAbsent(words, count -> new ArrayDeque<>()).push(address);
    }

    /** Takes the memory of rounded values back that can be computed again. */
    private void giveBackHalves(CudaTensor x) {
        if (x.recompute().isPresent()) {
            giveBack(words(x.count()), x.bf16());
            x.bf16(CudaTensor.NONE);
        }
    }

    /** A tracked result of an operation in memory of this frame. */
    CudaTensor result(int rows, int columns) {
        CudaTensor x = new CudaTensor(place(rows * columns), rows, columns, true);
        passing.add(x);
        return x;
    }

    /** Takes the memory of a result back before others, because nobody will read it. */
    void usedUp(CudaTensor x) {
        if (passing.remove(x)) {
            giveBack(x);
        }
    }

    /** Begins to note results anew. */
    void note() {
        passing.clear();
    }

    /** Takes the memory of all noted results back that no step of the way back reads, but for one. */
    void takeBack(CudaTensor result) {
        passing.remove(result);
        passing.stream().filter(x -> !x.saved()).forEach(this::giveBack);
        passing.forEach(this::giveBackHalves);
        passing.clear();
    }
}
