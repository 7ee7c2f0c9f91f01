package hangolo.engine.cpu;

import hangolo.engine.AttentionSpec;
import hangolo.engine.HeadLayout;
import hangolo.engine.cpu.AttentionCall.Place;

/**
 * Softmax attention, one task for each head of each sequence, which it goes through in strips of queries: a strip's weights stay
 * in the cache, and keys behind a strip are not computed where attention is causal. Of the weights only the logarithm of each
 * row's sum is kept; the backward pass computes them again (as in FlashAttention, Dao et al. 2022) and throws their dropout again.
 */
final class AttentionKernel {

    private final Tape tape;
    private final TileAttention arithmetic;

    AttentionKernel(Tape tape) {
        this.tape = tape;
        this.arithmetic = tape.attention();
    }

    CpuTensor apply(HeadLayout queries, HeadLayout keys, HeadLayout values, AttentionSpec how) {
        Place q = Place.of(queries);
        Place k = Place.of(keys);
        Place v = Place.of(values);
        int rows = how.queries().rows();
        CpuTensor y = tape.passing(rows, how.heads() * how.width(), q.tensor(), k.tensor(), v.tensor());
        y.keep();
        AttentionSpec used = tape.training() ? how : withoutDropout(how);
        CpuTensor logSums = tape.kept(rows, how.heads());
        AttentionCall call = new AttentionCall(q, k, v, new Place(y, 0, how.width()), logSums, used, tape.dice());
        arithmetic.prepare(q.tensor());
        arithmetic.prepare(k.tensor());
        arithmetic.prepare(v.tensor());
        tape.workers.tasks(call.tasks(), (from, to, s) -> call.strips(from, to, t -> arithmetic.forward(call, t, s)));
        tape.record(y, () -> backward(call));
        return y;
    }

    private static AttentionSpec withoutDropout(AttentionSpec how) {
        return new AttentionSpec(how.heads(), how.width(), how.queries(), how.keys(), how.causal(), how.scale(), 0f);
    }

    private void backward(AttentionCall call) {
        CpuTensor dy = tape.gradient(call.y().tensor());
        arithmetic.prepare(dy);
        AttentionCall down = call.of(
                tape.gradient(call.q().tensor()),
                tape.gradient(call.k().tensor()),
                tape.gradient(call.v().tensor()),
                dy);
        tape.workers.tasks(
                call.tasks(), (from, to, s) -> call.strips(from, to, t -> arithmetic.backward(call, down, t, s)));
    }
}
