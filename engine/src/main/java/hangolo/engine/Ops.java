package hangolo.engine;

import java.util.function.UnaryOperator;

/**
 * The operations that networks are written in. They state the forward pass; a backend adds the gradients.
 *
 * <p>Every operation checks its shapes; a mismatch is an {@link IllegalArgumentException} that names both shapes.
 * Operations marked <em>forward only</em> cannot be differentiated and are refused in a training pass.
 */
public interface Ops {

    /** A matrix of given values, row by row; not trained. */
    Tensor constant(int rows, int columns, float[] values);

    // ---- matrix multiplications

    /** {@code x · wᵀ}: x [n, in], w [out, in] as {@code nn.Linear} stores it, result [n, out]. */
    Tensor linear(Tensor x, Tensor weight);

    /** {@code x · wᵀ + b}: x [n, in], w [out, in], b [1, out]. */
    Tensor linear(Tensor x, Tensor weight, Tensor bias);

    /** {@code x · w + b}: x [n, in], w [in, out] as GPT-2's {@code Conv1D} stores it, b [1, out]. */
    Tensor matmul(Tensor x, Tensor weight, Tensor bias);

    /** {@code x · w}: x [n, in], w [in, out]. */
    Tensor matmul(Tensor x, Tensor weight);

    /**
     * Softmax attention per head and sequence: {@code dropout(softmax(scale · q kᵀ)) v}. Result [query rows,
     * heads · width], heads side by side.
     */
    Tensor attention(HeadLayout queries, HeadLayout keys, HeadLayout values, AttentionSpec spec);

    // ---- element by element

    /** {@code a + b}, same shape. */
    Tensor add(Tensor a, Tensor b);

    /** {@code x · factor}. */
    Tensor scale(Tensor x, float factor);

    /** {@code a · b} element by element; b has the shape of a, or one row that is repeated. */
    Tensor multiply(Tensor a, Tensor b);

    /** {@code x + row}: row [1, d] is added to every row of x [n, d]. */
    Tensor addRow(Tensor x, Tensor row);

    /** GELU in the tanh form of GPT-2 ({@code gelu_new}). */
    Tensor geluTanh(Tensor x);

    /** {@code a · gelu(g)} with the exact (erf) GELU; x = [a | g] halves of the columns. */
    Tensor geglu(Tensor x);

    /** {@code max(x, 0)}. */
    Tensor relu(Tensor x);

    /** {@code x} if positive, else {@code slope · x}. Forward only. */
    Tensor leakyRelu(Tensor x, float slope);

    /** Hyperbolic tangent. Forward only. */
    Tensor tanh(Tensor x);

    /** Logistic function. Forward only. */
    Tensor sigmoid(Tensor x);

    /** Zeroes values with probability p and scales the others by {@code 1 / (1 - p)}; the identity in inference. */
    Tensor dropout(Tensor x, float probability);

    /**
     * {@code x + dropout(branch)}, same shape: the end of a residual branch. The branch is consumed: no other operation may
     * read it.
     */
    default Tensor residual(Tensor x, Tensor branch, float probability) {
        return add(x, dropout(branch, probability));
    }

    // ---- norms

    /** Layer norm over the columns; gain and bias [1, d]. */
    Tensor layerNorm(Tensor x, Tensor gain, Tensor bias, float epsilon);

    /**
     * Group norm: mean and variance over (all rows of one sequence) x (the columns of one group); gain and bias [1, d].
     */
    Tensor groupNorm(Tensor x, PackedSequences sequences, int groups, Tensor gain, Tensor bias, float epsilon);

    /** {@code x / max(‖x‖₂, 1e-12) · sqrt(d) · gain} per row (xtts-spec.md 6.3). */
    Tensor rmsNorm(Tensor x, Tensor gain);

    // ---- rows

    /** Row {@code rows[i]} of the table becomes row i: embedding, packing, repeating, nearest upsampling. */
    Tensor gather(Tensor table, int[] rows);

    /** The rows of all parts, one part after the other. */
    Tensor concatRows(Tensor... parts);

    /** The columns of all parts side by side. Forward only. */
    Tensor concatColumns(Tensor... parts);

    /** Columns {@code from} (inclusive) to {@code to} (exclusive). Forward only. */
    Tensor columns(Tensor x, int from, int to);

    /** Mean over the rows of each sequence: [sequences, d]. Forward only. */
    Tensor meanRows(Tensor x, PackedSequences sequences);

    /** Softmax over the rows of each sequence, column by column. Forward only. */
    Tensor softmaxRows(Tensor x, PackedSequences sequences);

    /**
     * Linear interpolation along the rows of one sequence to {@code outputs} rows; row i reads position
     * {@code max((i + 0.5) / scale - 0.5, 0)} (xtts-spec.md 9.4). Forward only.
     */
    Tensor interpolateRows(Tensor x, int outputs, double scale);

    // ---- convolutions: unfold or fold, and a matrix multiplication

    /**
     * The inputs that each output of a 1-d convolution sees: x [rows, c] becomes [output rows, c · kernel], column
     * {@code channel · kernel + tap}, so that a weight [out, c, kernel] applies as {@code linear(unfold(x), w)}.
     */
    Tensor unfold(Tensor x, PackedSequences sequences, Conv1dShape window);

    /**
     * The adjoint of {@link #unfold}: x [output rows, c · kernel] is summed to [rows, c], where {@code sequences} are the
     * sequences of the result. A transposed convolution with weight [in, out, kernel] is {@code fold(matmul(x, w))}.
     */
    Tensor fold(Tensor x, PackedSequences sequences, Conv1dShape window);

    /**
     * A convolution of one sequence after a leaky ReLU: x [rows, in], result [output rows, out]. Forward only.
     *
     * @param slope of the leaky ReLU, above 0 and at most 1; 1 leaves x as it is
     */
    default Tensor convolution(Tensor x, float slope, Conv1dWeights filter) {
        Tensor active = slope == 1f ? x : leakyRelu(x, slope);
        Tensor seen = unfold(active, PackedSequences.single(x.rows()), filter.window());
        return linear(seen, filter.weight(), filter.bias());
    }

    /**
     * {@code x + second(first(x))} of one sequence, each convolution after a leaky ReLU, the result of the shape of x. Forward
     * only.
     *
     * @param slope of both, as in {@link #convolution}
     */
    Tensor residualPair(Tensor x, float slope, Conv1dWeights first, Conv1dWeights second);

    /**
     * As {@link #unfold} for one image: x [height · width, c], rows of the image one after the other, becomes
     * [out height · out width, c · kernel · kernel], for a weight [out, c, kernel, kernel]. Padding
     * {@code (kernel - 1) / 2}. Forward only.
     */
    Tensor unfoldImage(Tensor x, int height, int width, int kernel, int stride);

    // ---- losses

    /**
     * Cross entropy (natural logarithm), mean over the rows with a target of 0 or more; a negative target leaves the
     * row out. logits [n, classes], one target a row; result [1, 1].
     */
    Tensor crossEntropy(Tensor logits, int[] targets);

    /** Mean of {@code (x - target)²} over all values; result [1, 1]. The target is not differentiated. */
    Tensor squaredError(Tensor x, Tensor target);

    // ---- memory of training

    /**
     * {@code body(x)} [rows, columns]: a block of a network, such as a transformer layer, that depends on x and on parameters only and
     * of which only the result is used outside. A backend frees everything that the backward pass does not read; with
     * {@link MemoryMode#LOW} it saves nothing but x and recomputes the block in the backward pass (activation checkpointing).
     * Blocks do not nest.
     */
    default Tensor checkpointed(Tensor x, int rows, int columns, UnaryOperator<Tensor> body) {
        return body.apply(x);
    }

    /** A checkpointed block whose result has the shape of x. */
    default Tensor checkpointed(Tensor x, UnaryOperator<Tensor> body) {
        return checkpointed(x, x.rows(), x.columns(), body);
    }

    // ---- memory that outlives an operation, for generation with a cache

    /** A matrix of zeros that {@link #put} can write to. Forward only. */
    Tensor buffer(int rows, int columns);

    /** Copies the rows of {@code x} into {@code buffer} from row {@code row} on. Forward only. */
    void put(Tensor buffer, int row, Tensor x);
}
