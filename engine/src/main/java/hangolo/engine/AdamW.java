package hangolo.engine;

/**
 * Settings of AdamW with decoupled weight decay (Loshchilov and Hutter 2019), as PyTorch computes it:
 * {@code p *= 1 - rate · decay; m = β1 m + (1 - β1) g; v = β2 v + (1 - β2) g²;
 * p -= rate / (1 - β1ᵗ) · m / (√v / √(1 - β2ᵗ) + ε)}.
 *
 * @param beta1 decay of the running mean
 * @param beta2 decay of the running mean of squares; Coqui trains XTTS with 0.96
 * @param epsilon added to the denominator
 * @param weightDecay applied to parameters whose spec says so
 */
public record AdamW(double beta1, double beta2, double epsilon, double weightDecay) {

    /** The settings of Coqui's XTTS recipe (xtts-spec.md 1.7). */
    public static final AdamW COQUI = new AdamW(0.9, 0.96, 1e-8, 0.01);
}
