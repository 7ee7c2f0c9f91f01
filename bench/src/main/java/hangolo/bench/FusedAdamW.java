package hangolo.bench;

import static org.bytedeco.pytorch.global.torch.zeros_like;

import hangolo.engine.AdamW;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Dispatcher;
import org.bytedeco.pytorch.GenericList;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.IValueVector;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.OperatorHandle;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorList;
import org.bytedeco.pytorch.TensorVector;

/**
 * {@code _fused_adamw_}, what {@code torch.optim.AdamW(fused=True)} calls: one pass over memory. No function of C++ leads to it,
 * so it is called by its name.
 */
final class FusedAdamW extends TorchOptimizer {

    private final AdamW settings;
    private final double rate;
    private final OperatorHandle kernel;
    private final Group decayed;
    private final Group others;
    private long step;

    FusedAdamW(TensorVector decayed, TensorVector others, AdamW settings, double rate) {
        super(decayed, others, settings, rate);
        this.settings = settings;
        this.rate = rate;
        this.kernel = Dispatcher.singleton().findSchemaOrThrow("aten::_fused_adamw_", "");
        this.decayed = new Group(decayed.get(), settings.weightDecay());
        this.others = new Group(others.get(), 0);
    }

    /** Parameters with their moments. */
    private record Group(Tensor[] parameters, Tensor[] first, Tensor[] second, double decay) {

        Group(Tensor[] parameters, double decay) {
            this(parameters, zeros(parameters), zeros(parameters), decay);
        }

        private static Tensor[] zeros(Tensor[] like) {
            Tensor[] zeros = new Tensor[like.length];
            for (int i = 0; i < like.length; i++) {
                zeros[i] = zeros_like(like[i]);
            }
            return zeros;
        }
    }

    @Override
    @SuppressWarnings("try")
    void update() {
        step++;
        try (PointerScope scope = new PointerScope();
                NoGradGuard guard = new NoGradGuard()) {
            update(decayed);
            update(others);
        }
    }

    private void update(Group group) {
        int count = group.parameters.length;
        Tensor[] gradients = new Tensor[count];
        Tensor[] steps = new Tensor[count];
        Tensor number = Tensor.create(new float[] {step}, new long[0]);
        for (int i = 0; i < count; i++) {
            gradients[i] = group.parameters[i].grad();
            steps[i] = number;
        }
        IValueVector stack = new IValueVector(
                list(group.parameters),
                list(gradients),
                list(group.first),
                list(group.second),
                list(),
                list(steps),
                new IValue(rate),
                new IValue(settings.beta1()),
                new IValue(settings.beta2()),
                new IValue(group.decay),
                new IValue(settings.epsilon()),
                new IValue(false),
                new IValue(false),
                new IValue(),
                new IValue());
        kernel.callBoxed(stack);
    }

    private static IValue list(Tensor... tensors) {
        GenericList list = new GenericList(new TensorList().elementType());
        for (Tensor tensor : tensors) {
            list.push_back(new IValue(tensor));
        }
        return new IValue(list);
    }
}
