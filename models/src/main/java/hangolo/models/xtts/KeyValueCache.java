package hangolo.models.xtts;

import hangolo.engine.Attention;
import hangolo.engine.Heads;
import hangolo.engine.Pass;
import hangolo.engine.Segments;
import hangolo.engine.Tensor;

/** Keys and values of all rows so far, for each block, so that a step computes only its new rows. */
final class KeyValueCache {

    private final Pass pass;
    private final int heads;
    private final Tensor[] blocks;
    private int length;

    KeyValueCache(Pass pass, GptSizes sizes, int capacity) {
        this.pass = pass;
        this.heads = sizes.heads();
        this.blocks = new Tensor[sizes.layers()];
        for (int i = 0; i < blocks.length; i++) {
            blocks[i] = pass.buffer(capacity, 2 * sizes.width());
        }
    }

    /** New rows through all blocks; result before the last norms. */
    Tensor advance(XttsGpt gpt, Tensor rows) {
        Tensor x = rows;
        for (int i = 0; i < blocks.length; i++) {
            Tensor cached = blocks[i];
            x = gpt.blocks().get(i).forward(pass, x, (ops, qkv) -> attend(cached, qkv), 0);
        }
        length += rows.rows();
        return x;
    }

    private Tensor attend(Tensor cached, Tensor qkv) {
        int d = qkv.columns() / 3;
        int width = d / heads;
        pass.put(cached, length, pass.columns(qkv, d, 3 * d));
        Segments queries = Segments.single(qkv.rows());
        Segments keys = Segments.single(length + qkv.rows());
        return pass.attention(
                new Heads(qkv, 0, width),
                new Heads(cached, 0, width),
                new Heads(cached, d, width),
                new Attention(heads, width, queries, keys, true, (float) (1 / Math.sqrt(width)), 0));
    }
}
