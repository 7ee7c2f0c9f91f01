package hangolo.engine;

/**
 * The parameters of a 1-d convolution.
 *
 * @param window the sliding window
 * @param weight [out, in · kernel], as for {@link Ops#unfold}
 * @param bias [1, out]
 */
public record Conv1dWeights(Conv1dShape window, Tensor weight, Tensor bias) {}
