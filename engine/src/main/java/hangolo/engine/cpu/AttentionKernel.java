package hangolo.engine.cpu;

import hangolo.engine.AttentionSpec;
import hangolo.engine.HeadLayout;
import hangolo.engine.cpu.AttentionCall.Place;

/**
 * Softmax attention. Each head of each sequence is a task, computed in query tiles: the weights of a tile stay in the cache, and
 * causal attention skips the keys after a tile. Only the log-sum-exp of each row is saved; the backward pass recomputes the weights
 * (as in FlashAttention, Dao et al. 2022) and their dropout mask.
 */
final class AttentionKernel {

    private final Tape tape;
    private final TileAttention arithmetic;

    AttentionKernel(Tape tape) {
        this.tape = tape;
        this.arithmetic = tape.attention();
    }

    CpuTensor apply(HeadLayout queries, HeadLayout keys, HeadLayout values, AttentionSpec spec) {
        Place q = Place.of(queries);
        Place k = Place.of(keys);
        Place v = Place.of(values);
        int rows = spec.queries().rows();
        CpuTensor y = tape.passing(rows, spec.heads() * spec.width(), q.tensor(), k.tensor(), v.tensor());
        y.save();
        AttentionSpec used = tape.training() ? spec : withoutDropout(spec);
        CpuTensor logSums = tape.kept(rows, spec.heads());
        AttentionCall call = new AttentionCall(q, k, v, new Place(y, 0, spec.width()), logSums, used, tape.nextRng());
        arithmetic.prepare(q.tensor());
        arithmetic.prepare(k.tensor());
        arithmetic.prepare(v.tensor());
        tape.pool.tasks(call.tasks(), (from, to, s) -> call.tiles(from, to, t -> arithmetic.forward(call, t, s)));
        tape.record(y, () -> backward(call));
        return y;
    }

    private static AttentionSpec withoutDropout(AttentionSpec spec) {
        return new AttentionSpec(
                spec.heads(), spec.width(), spec.queries(), spec.keys(), spec.causal(), spec.scale(), 0f);
    }

    private void backward(AttentionCall call) {
        CpuTensor dy = tape.gradient(call.y().tensor());
        arithmetic.prepare(dy);
        AttentionCall gradients = call.withGradients(
                tape.gradient(call.q().tensor()),
                tape.gradient(call.k().tensor()),
                tape.gradient(call.v().tensor()),
                dy);
        tape.pool.tasks(
                call.tasks(), (from, to, s) -> call.tiles(from, to, t -> arithmetic.backward(call, gradients, t, s)));
    }
}
