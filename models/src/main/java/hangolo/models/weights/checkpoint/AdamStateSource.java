package hangolo.models.weights.checkpoint;

import hangolo.models.weights.TensorSource;

/**
 * AdamW's state of one parameter, about to be written.
 *
 * @param parameter its inference name ({@code gpt.text_head.weight})
 * @param step how many updates the parameter has had
 * @param mean the running mean of the gradient ({@code exp_avg})
 * @param square the running mean of its square ({@code exp_avg_sq})
 */
public record AdamStateSource(String parameter, double step, TensorSource mean, TensorSource square) {}
