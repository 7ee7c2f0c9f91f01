package hangolo.models.weights.checkpoint;

import hangolo.models.weights.StoredTensor;

/**
 * AdamW's state of one parameter, as stored.
 *
 * @param step how many updates the parameter has had
 * @param mean the running mean of the gradient ({@code exp_avg}), shaped like the parameter
 * @param square the running mean of its square ({@code exp_avg_sq})
 */
public record AdamState(double step, StoredTensor mean, StoredTensor square) {}
