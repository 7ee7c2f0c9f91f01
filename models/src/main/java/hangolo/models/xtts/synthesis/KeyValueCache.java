package hangolo.models.xtts.synthesis;

import hangolo.engine.AttentionSpec;
import hangolo.engine.HeadLayout;
import hangolo.engine.PackedSequences;
import hangolo.engine.Pass;
import hangolo.engine.Tensor;
import hangolo.models.xtts.gpt.GptSizes;
import java.util.List;
import java.util.stream.IntStream;

/** Keys and values of all rows of a sequence so far, for each block, so that a step computes only its new rows. */
final class KeyValueCache {

    private final Pass pass;
    private final int heads;
    private final List<Tensor> blocks;
    private int length;

    KeyValueCache(Pass pass, GptSizes sizes, int capacity) {
        this.pass = pass;
        this.heads = sizes.heads();
        this.blocks = IntStream.range(0, sizes.layers())
                .mapToObj(i -> pass.buffer(capacity, 2 * sizes.width()))
                .toList();
    }

    /** Attention of new rows [q | k | v] to all rows so far and to each other, in that block. */
    Tensor attend(int block, Tensor qkv) {
        Tensor cached = blocks.get(block);
        int d = qkv.columns() / 3;
        int width = d / heads;
        pass.put(cached, length, pass.columns(qkv, d, 3 * d));
        PackedSequences queries = PackedSequences.single(qkv.rows());
        PackedSequences keys = PackedSequences.single(length + qkv.rows());
        return pass.attention(
                new HeadLayout(qkv, 0, width),
                new HeadLayout(cached, 0, width),
                new HeadLayout(cached, d, width),
                new AttentionSpec(heads, width, queries, keys, true, (float) (1 / Math.sqrt(width)), 0));
    }

    /** Counts rows that have been through all blocks. */
    void advance(int rows) {
        length += rows;
    }
}
