package hangolo.models.weights.pickle;

import hangolo.models.weights.Dtype;
import hangolo.models.weights.ElementCodec;
import hangolo.models.weights.Storage;
import hangolo.models.weights.StoredTensor;
import hangolo.models.weights.TensorLayout;
import hangolo.models.weights.WeightFileErrors;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;

/** NumPy's scalars, arrays and type objects as they appear in pickles; arrays become tensors held in memory. */
final class NumpyConstructors {
    private static final String DTYPE = "numpy.dtype";
    private static final String ARRAY = "numpy.ndarray";

    private final WeightFileErrors errors;
    private final LongConsumer budget;

    /** @param budget is told how many bytes are copied */
    NumpyConstructors(WeightFileErrors errors, LongConsumer budget) {
        this.errors = errors;
        this.budget = budget;
    }

    static boolean isUnfinished(PickledObject object) {
        return object.className().equals(ARRAY);
    }

    Optional<Object> call(String name, List<Object> args) {
        return switch (name) {
            case "numpy.core.multiarray.scalar", "numpy._core.multiarray.scalar" -> Optional.of(scalar(args));
            case "numpy.core.multiarray._reconstruct", "numpy._core.multiarray._reconstruct" ->
                Optional.of(new PickledObject(ARRAY, args));
            case DTYPE -> Optional.of(new PickledObject(DTYPE, args));
            default -> Optional.empty();
        };
    }

    /** Turns an array whose state has arrived into a tensor; everything else stays as it is. */
    Object finish(PickledObject object) {
        if (!isUnfinished(object) || !(object.state().orElse("") instanceof PickledTuple state)) {
            return object;
        }
        if (state.size() < 5 || !(state.get(2) instanceof PickledObject type)) {
            return object;
        }
        Optional<Dtype> dtype = dtype(type);
        Optional<byte[]> content = bytes(state.get(4));
        if (dtype.isEmpty() || content.isEmpty()) {
            return object;
        }
        long[] shape = PickleArguments.integers(state.get(1), errors);
        boolean columnMajor = Boolean.TRUE.equals(state.get(3));
        Storage storage = Storage.inMemory(dtype.get(), content.get(), order(type));
        try {
            TensorLayout layout = columnMajor ? columnMajor(shape) : TensorLayout.dense(shape);
            return StoredTensor.checked("", dtype.get(), layout, storage, errors);
        } catch (IllegalArgumentException e) {
            throw errors.damaged(e.getMessage());
        }
    }

    private static TensorLayout columnMajor(long[] shape) {
        long[] strides = new long[shape.length];
        long step = 1;
        for (int d = 0; d < shape.length; d++) {
            strides[d] = step;
            if (shape[d] > 0 && step > Long.MAX_VALUE / shape[d]) {
                throw new IllegalArgumentException("the size of an array overflows");
            }
            step *= Math.max(1, shape[d]);
        }
        return TensorLayout.of(0, shape, strides);
    }

    private Object scalar(List<Object> args) {
        if (!(PickleArguments.at(args, 0, errors) instanceof PickledObject type)) {
            throw errors.damaged("the pickle has a NumPy number without a type");
        }
        Optional<Dtype> dtype = dtype(type).filter(d -> d != Dtype.COMPLEX64 && d != Dtype.COMPLEX128);
        Optional<byte[]> content = args.size() < 2 ? Optional.empty() : bytes(args.get(1));
        if (dtype.isEmpty() || content.isEmpty()) {
            return new PickledObject("numpy.scalar", args);
        }
        if (content.get().length != dtype.get().bytes()) {
            throw errors.damaged("the pickle has a NumPy number of the wrong size");
        }
        ByteBuffer buffer = ByteBuffer.wrap(content.get()).order(order(type));
        if (dtype.get().isFloating()) {
            return ElementCodec.nextDouble(dtype.get(), buffer);
        }
        long value = ElementCodec.nextLong(dtype.get(), buffer);
        if (dtype.get() == Dtype.BOOL) {
            return value != 0;
        }
        return value;
    }

    private static Optional<Dtype> dtype(PickledObject type) {
        if (!type.className().equals(DTYPE) || type.args().isEmpty()) {
            return Optional.empty();
        }
        return type.args().get(0) instanceof String code ? Dtype.byNumpyCode(code) : Optional.empty();
    }

    private static ByteOrder order(PickledObject type) {
        boolean big =
                type.state().orElse("") instanceof PickledTuple state && state.size() > 1 && ">".equals(state.get(1));
        return big ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    }

    /** Bytes; Python 2 wrote them as text. */
    private Optional<byte[]> bytes(Object value) {
        if (value instanceof byte[] bytes) {
            return Optional.of(bytes);
        }
        if (!(value instanceof String text)) {
            return Optional.empty();
        }
        budget.accept(text.length());
        return Optional.of(text.getBytes(StandardCharsets.ISO_8859_1));
    }
}
