package hangolo.bench.kernel;

import hangolo.bench.Sizes;
import hangolo.engine.Ops;
import hangolo.engine.Tensor;
import hangolo.models.xtts.gpt.XttsGpt;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Warmup;

/** A whole transformer block, and the dropout before the first one. */
@Warmup(iterations = 2, time = 1500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 1, timeUnit = TimeUnit.SECONDS)
public class Block extends MatMulOperation {

    @Override
    boolean reads(String name) {
        return !name.startsWith("gpt.h.") || name.startsWith("gpt.h.0.");
    }

    @Override
    List<Input> inputs() {
        return List.of(new Input(Sizes.FULL.rows(), Sizes.FULL.width()));
    }

    @Override
    Tensor apply(Ops ops, List<Tensor> inputs) {
        XttsGpt gpt = new XttsGpt(store(), Sizes.FULL.blocks(1).gpt());
        return gpt.transform(ops, inputs.get(0), SelfAttention.CLIPS, DROPOUT);
    }
}
