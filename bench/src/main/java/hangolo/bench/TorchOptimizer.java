package hangolo.bench;

import hangolo.engine.AdamW;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.pytorch.AdamWOptions;
import org.bytedeco.pytorch.OptimizerParamGroup;
import org.bytedeco.pytorch.TensorVector;

/** {@code torch::optim::AdamW}: one parameter and one operation after the other. */
class TorchOptimizer {

    private final org.bytedeco.pytorch.AdamW optimizer;

    TorchOptimizer(TensorVector decayed, TensorVector others, AdamW settings, double rate) {
        this.optimizer = new org.bytedeco.pytorch.AdamW(decayed, options(settings, settings.weightDecay(), rate));
        optimizer.add_param_group(new OptimizerParamGroup(others, options(settings, 0, rate)));
    }

    private static AdamWOptions options(AdamW settings, double decay, double rate) {
        AdamWOptions options = new AdamWOptions(rate);
        DoublePointer betas = options.betas();
        boolean inOrder =
                betas.get(0) < betas.get(1); // 0.9 and 0.999; some compilers store a tuple's last element first
        betas.put(inOrder ? 0 : 1, settings.beta1()).put(inOrder ? 1 : 0, settings.beta2());
        options.eps().put(settings.epsilon());
        options.weight_decay().put(decay);
        return options;
    }

    /** Frees all gradients. */
    void zeroGradients() {
        optimizer.zero_grad(true);
    }

    /** One update. */
    void update() {
        optimizer.step();
    }
}
