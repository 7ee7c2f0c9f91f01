package hangolo.bench;

import static org.bytedeco.pytorch.global.torch.clear_cache;
import static org.bytedeco.pytorch.global.torch.get_num_threads;
import static org.bytedeco.pytorch.global.torch.get_parallel_info;
import static org.bytedeco.pytorch.global.torch.set_autocast_dtype;
import static org.bytedeco.pytorch.global.torch.set_autocast_enabled;
import static org.bytedeco.pytorch.global.torch.set_num_threads;

import hangolo.engine.AdamW;
import hangolo.models.xtts.gpt.GptSizes;
import hangolo.models.xtts.training.TrainingBatch;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.openblas.global.openblas;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.DeviceType;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** The training step in libtorch. */
final class TorchStep implements Step {

    /** Holds parameters and moments until the step is closed. */
    private final PointerScope scope = new PointerScope();

    private final TorchSettings settings;
    private final TorchWeights weights;
    private final TorchGpt gpt;
    private final PaddedBatch batch;
    private final TorchOptimizer optimizer;
    private LossValues last = new LossValues(Double.NaN, Double.NaN);

    TorchStep(TorchSettings settings, GptSizes sizes, RandomWeights values, TrainingBatch clips, Adam adam) {
        torch.manual_seed(1);
        this.settings = settings;
        this.weights = new TorchWeights(sizes, values);
        this.gpt = new TorchGpt(new TorchLayers(weights, settings), sizes);
        this.batch = PaddedBatch.of(clips, sizes);
        TensorVector decayed = weights.group(true);
        TensorVector others = weights.group(false);
        this.optimizer = settings.fusedAdamW()
                ? new FusedAdamW(decayed, others, adam.settings(), adam.rate())
                : new TorchOptimizer(decayed, others, adam.settings(), adam.rate());
    }

    /** AdamW and its learning rate. */
    record Adam(AdamW settings, double rate) {}

    /** Sets the threads of libtorch and OpenBLAS; an {@link IllegalStateException} if it cannot have so many. */
    static void threads(int count) {
        set_num_threads(count);
        openblas.blas_set_num_threads(count);
        if (get_num_threads() != count || openblas.blas_get_num_threads() != count) {
            throw new IllegalStateException("libtorch runs on " + get_num_threads() + " threads, OpenBLAS on "
                    + openblas.blas_get_num_threads() + ", not on " + count);
        }
    }

    /** The threads and libraries of libtorch. */
    static String description() {
        return Scoped.get(() -> get_parallel_info().getString());
    }

    @Override
    public LossValues losses() {
        return last;
    }

    TorchWeights weights() {
        return weights;
    }

    @Override
    public Seconds run(long number) {
        return Scoped.get(() -> {
            long started = System.nanoTime();
            optimizer.zeroGradients();
            TorchGpt.Losses losses = forward();
            last = new LossValues(losses.text().item_double(), losses.mel().item_double());
            long computed = System.nanoTime();
            losses.total().backward();
            long differentiated = System.nanoTime();
            optimizer.update();
            return new Seconds(
                    (computed - started) / 1e9,
                    (differentiated - computed) / 1e9,
                    (System.nanoTime() - differentiated) / 1e9);
        });
    }

    private TorchGpt.Losses forward() {
        if (!settings.bf16()) {
            return gpt.losses(batch);
        }
        set_autocast_dtype(DeviceType.CPU, ScalarType.BFloat16);
        set_autocast_enabled(DeviceType.CPU, true);
        try {
            return gpt.losses(batch);
        } finally {
            set_autocast_enabled(DeviceType.CPU, false);
            clear_cache();
        }
    }

    @Override
    public void close() {
        scope.close();
    }
}
