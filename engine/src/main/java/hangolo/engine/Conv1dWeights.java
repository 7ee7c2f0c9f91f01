package hangolo.engine;

/**
 * What a 1-d convolution computes.
 *
 * @param window what each output sees
 * @param weight [out, in · kernel], as for {@link Ops#unfold}
 * @param bias [1, out]
 */
public record Conv1dWeights(Conv1dShape window, Tensor weight, Tensor bias) {}
