package hangolo.bench;

import hangolo.engine.ParameterSpec;
import hangolo.models.xtts.gpt.GptParameterSpecs;
import hangolo.models.xtts.gpt.GptSizes;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;

/** The parameters of the GPT as tensors of libtorch, under their names in weight files. */
final class TorchWeights {

    private final List<ParameterSpec> specs;
    private final Map<String, Tensor> tensors = new LinkedHashMap<>();

    TorchWeights(GptSizes sizes, RandomWeights values) {
        this.specs = new GptParameterSpecs(sizes).specs();
        for (ParameterSpec spec : specs) {
            long[] shape = Arrays.stream(spec.shape()).asLongStream().toArray();
            Tensor tensor = Tensor.create(values.of(spec), shape);
            tensor.set_requires_grad(true);
            tensors.put(spec.name(), tensor);
        }
    }

    Tensor get(String name) {
        Tensor tensor = tensors.get(name);
        if (tensor == null) {
            throw new IllegalArgumentException("no parameter " + name);
        }
        return tensor;
    }

    /** The parameters with or without weight decay, in the order of the optimizer. */
    TensorVector group(boolean decay) {
        return new TensorVector(specs.stream()
                .filter(spec -> spec.decay() == decay)
                .map(spec -> get(spec.name()))
                .toArray(Tensor[]::new));
    }

    /** The values of a parameter. */
    float[] values(String name) {
        return read(get(name));
    }

    /** The gradient of a parameter. */
    float[] gradient(String name) {
        return Scoped.get(() -> read(get(name).grad()));
    }

    private static float[] read(Tensor tensor) {
        return Scoped.get(() -> {
            float[] values = new float[Math.toIntExact(tensor.numel())];
            tensor.contiguous().data_ptr_float().get(values);
            return values;
        });
    }
}
