package hangolo.models.weights.pickle;

import hangolo.models.weights.Dtype;
import hangolo.models.weights.Storage;
import hangolo.models.weights.StoredTensor;
import hangolo.models.weights.TensorLayout;
import hangolo.models.weights.WeightFileErrors;
import java.util.List;
import java.util.Optional;

/** The functions by which PyTorch's pickles rebuild tensors. */
final class TensorConstructors {
    private final WeightFileErrors errors;

    TensorConstructors(WeightFileErrors errors) {
        this.errors = errors;
    }

    Optional<Object> call(String name, List<Object> args) {
        return switch (name) {
            case "torch._utils._rebuild_tensor", "torch._utils._rebuild_tensor_v2" ->
                Optional.of(tensor(args, storage(args).dtype()));
            case "torch._utils._rebuild_tensor_v3" -> Optional.of(tensor(args, dtype(args)));
            case "torch._utils._rebuild_parameter", "torch._utils._rebuild_parameter_with_state" ->
                Optional.of(parameter(args));
            default -> Optional.empty();
        };
    }

    private StoredTensor tensor(List<Object> args, Dtype dtype) {
        long offset = PickleArguments.integer(at(args, 1), errors);
        long[] shape = PickleArguments.integers(at(args, 2), errors);
        long[] strides = PickleArguments.integers(at(args, 3), errors);
        TensorLayout layout;
        try {
            layout = TensorLayout.of(offset, shape, strides);
        } catch (IllegalArgumentException e) {
            throw errors.damaged(e.getMessage());
        }
        return StoredTensor.checked("", dtype, layout, storage(args), errors);
    }

    private Storage storage(List<Object> args) {
        if (at(args, 0) instanceof Storage storage) {
            return storage;
        }
        throw errors.damaged("the pickle builds a tensor without a storage");
    }

    private Dtype dtype(List<Object> args) {
        if (at(args, 6) instanceof Dtype dtype) {
            return dtype;
        }
        throw errors.damaged("the pickle builds a tensor of an unknown type");
    }

    private StoredTensor parameter(List<Object> args) {
        if (at(args, 0) instanceof StoredTensor tensor) {
            return tensor;
        }
        throw errors.damaged("the pickle builds a parameter that is no tensor");
    }

    private Object at(List<Object> args, int index) {
        return PickleArguments.at(args, index, errors);
    }
}
