package hangolo.bench;

import java.util.ArrayList;
import java.util.List;

/**
 * A matrix multiplication [m, k] · [k, n] of a training step.
 *
 * @param count how often, forward and backward together
 */
record MatMulShape(int m, int n, int k, int count) {

    /** Multiplications and additions of all of them. */
    double operations() {
        return 2.0 * m * n * k * count;
    }

    /**
     * All matrix multiplications of a step: for each linear layer one forward, and two backward for inputs and weights (xtts-spec.md 10.2).
     *
     * @param computed the rows, with or without padding
     */
    static List<MatMulShape> of(Sizes sizes, Rows computed) {
        int d = sizes.width();
        int rows = computed.all();
        int frames = sizes.frames() * sizes.clips();
        int latents = sizes.prompt() * sizes.clips();
        List<MatMulShape> all = new ArrayList<>();
        layer(all, rows, d, 3 * d, sizes.layers());
        layer(all, rows, d, d, sizes.layers());
        layer(all, rows, d, 4 * d, sizes.layers());
        layer(all, rows, 4 * d, d, sizes.layers());
        layer(all, computed.text(), d, sizes.textTokens(), 1);
        layer(all, computed.mel(), d, sizes.audioTokens(), 1);
        layer(all, frames, d, 3 * d, 6);
        layer(all, frames, d, d, 6);
        layer(all, latents, d, 512, 2);
        layer(all, frames + latents, d, 1024, 2);
        layer(all, latents, 512, d, 2);
        layer(all, latents, d, 5460, 2);
        layer(all, latents, 2730, d, 2);
        int head = d / sizes.heads();
        for (int length : computed.sequences()) {
            attention(all, length, length, head, sizes.heads() * sizes.layers());
        }
        attention(all, sizes.frames(), sizes.frames(), head, sizes.heads() * 6 * sizes.clips());
        attention(all, sizes.prompt(), sizes.frames() + sizes.prompt(), 64, 8 * 2 * sizes.clips());
        return all;
    }

    private static void layer(List<MatMulShape> all, int rows, int in, int out, int count) {
        all.add(new MatMulShape(rows, out, in, count));
        all.add(new MatMulShape(rows, in, out, count));
        all.add(new MatMulShape(in, out, rows, count));
    }

    /** Two forward and four backward, per head. */
    private static void attention(List<MatMulShape> all, int queries, int keys, int width, int count) {
        all.add(new MatMulShape(queries, keys, width, 2 * count));
        all.add(new MatMulShape(queries, width, keys, 2 * count));
        all.add(new MatMulShape(keys, width, queries, 2 * count));
    }
}
