package hangolo.models.xtts;

import hangolo.engine.Attention;
import hangolo.engine.Heads;
import hangolo.engine.Pass;
import hangolo.engine.Segments;
import hangolo.engine.Tensor;
import java.util.List;

/** Keys and values of all rows so far, for each block, so that a step computes only its new rows. */
final class KeyValueCache {

    private final Pass pass;
    private final int heads;
    private final List<GptBlock> blocks;
    private final List<Tensor> cached;
    private int length;

    KeyValueCache(Pass pass, XttsGpt gpt, int capacity) {
        this.pass = pass;
        this.heads = gpt.sizes().heads();
        this.blocks = gpt.blocks().stream().map(block -> block.packed(pass)).toList();
        this.cached = blocks.stream()
                .map(block -> pass.buffer(capacity, 2 * gpt.sizes().width()))
                .toList();
    }

    /** New rows through all blocks; result before the last norms. */
    Tensor advance(Tensor rows) {
        Tensor x = rows;
        for (int i = 0; i < blocks.size(); i++) {
            Tensor rowsSoFar = cached.get(i);
            x = blocks.get(i).forward(pass, x, (ops, qkv) -> attend(rowsSoFar, qkv), 0);
        }
        length += rows.rows();
        return x;
    }

    private Tensor attend(Tensor rowsSoFar, Tensor qkv) {
        int d = qkv.columns() / 3;
        int width = d / heads;
        pass.put(rowsSoFar, length, pass.columns(qkv, d, 3 * d));
        Segments queries = Segments.single(qkv.rows());
        Segments keys = Segments.single(length + qkv.rows());
        return pass.attention(
                new Heads(qkv, 0, width),
                new Heads(rowsSoFar, 0, width),
                new Heads(rowsSoFar, d, width),
                new Attention(heads, width, queries, keys, true, (float) (1 / Math.sqrt(width)), 0));
    }
}
