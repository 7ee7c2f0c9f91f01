package hangolo.models.xtts.nn;

import hangolo.base.ParallelLoop;
import hangolo.engine.ParameterSpec;
import hangolo.engine.ParameterStore;
import hangolo.models.weights.StoredTensor;
import hangolo.models.weights.file.WeightFile;
import hangolo.models.xtts.config.ModelFormatException;
import java.io.IOException;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * Stored tensors by name: a state dict, or a part of it under shorter names. Values are read from the file only when they are
 * asked for.
 */
public final class StateDict {

    /** One stored tensor. */
    public interface Source {

        /** Its shape; empty for a scalar. */
        int[] shape();

        /** All its values in C order. */
        float[] values() throws IOException;

        /** Gives all its values, piece by piece. */
        default void stream(StoredTensor.Sink sink) throws IOException {
            float[] values = values();
            sink.accept(0, values, values.length);
        }
    }

    private final String origin;
    private final Map<String, Source> sources;

    private StateDict(String origin, Map<String, Source> sources) {
        this.origin = origin;
        this.sources = sources;
    }

    /**
     * A set of tensors.
     *
     * @param origin where they come from, for messages: usually the file's name
     */
    public static StateDict of(String origin, Map<String, Source> sources) {
        return new StateDict(origin, new LinkedHashMap<>(sources));
    }

    /** The state dict of a file. The file must stay open as long as values are read. */
    public static StateDict of(WeightFile file) {
        Map<String, Source> sources = new LinkedHashMap<>();
        file.tensors().forEach((name, tensor) -> sources.put(name, stored(tensor)));
        return new StateDict(file.file().toString(), sources);
    }

    private static Source stored(StoredTensor tensor) {
        return new Source() {
            @Override
            public int[] shape() {
                return Arrays.stream(tensor.shape()).mapToInt(Math::toIntExact).toArray();
            }

            @Override
            public float[] values() {
                return tensor.floats();
            }

            @Override
            public void stream(StoredTensor.Sink sink) {
                tensor.readAll(sink);
            }
        };
    }

    /** A tensor that is already in memory. */
    public static Source inMemory(int[] shape, float... values) {
        if (Arrays.stream(shape).reduce(1, Math::multiplyExact) != values.length) {
            throw new IllegalArgumentException(values.length + " values do not fill " + Arrays.toString(shape));
        }
        return new Source() {
            @Override
            public int[] shape() {
                return shape.clone();
            }

            @Override
            public float[] values() {
                return values.clone();
            }
        };
    }

    /** Where the tensors come from. */
    public String origin() {
        return origin;
    }

    /** All names, in the order of the file. */
    public Set<String> names() {
        return Collections.unmodifiableSet(sources.keySet());
    }

    /** Whether there is a tensor of that name. */
    public boolean has(String name) {
        return sources.containsKey(name);
    }

    /** Whether there is a tensor whose name starts so. */
    public boolean hasPrefix(String prefix) {
        return names().stream().anyMatch(name -> name.startsWith(prefix));
    }

    /** The shape of a tensor; a missing one is an error that names it. */
    public int[] shape(String name) throws ModelFormatException {
        return source(name).shape();
    }

    /** The size of one axis of a tensor; an error if it has no such axis. */
    public int size(String name, int axis) throws ModelFormatException {
        int[] shape = shape(name);
        if (axis >= shape.length || shape[axis] < 1) {
            throw new ModelFormatException(origin + ": " + name + ": expected at least " + (axis + 1) + " axes, found "
                    + Arrays.toString(shape));
        }
        return shape[axis];
    }

    /** The values of a tensor in C order; a missing one is an error that names it. */
    public float[] values(String name) throws IOException {
        return source(name).values();
    }

    /** The values of a tensor whose shape must be the given one. */
    public float[] values(String name, int... expected) throws IOException {
        requireShape(name, expected);
        return values(name);
    }

    private void requireShape(String name, int... expected) throws ModelFormatException {
        int[] found = shape(name);
        if (!Arrays.equals(found, expected)) {
            throw new ModelFormatException(origin + ": " + name + ": expected shape " + Arrays.toString(expected)
                    + ", found " + Arrays.toString(found));
        }
    }

    /** The tensors below a prefix, which is cut off. */
    public StateDict under(String prefix) {
        return select(name -> name.startsWith(prefix), name -> name.substring(prefix.length()));
    }

    /** The tensors with accepted names, under new names. */
    public StateDict select(Predicate<String> accepted, UnaryOperator<String> rename) {
        Map<String, Source> chosen = new LinkedHashMap<>();
        sources.forEach((name, source) -> {
            if (accepted.test(name)) {
                chosen.put(rename.apply(name), source);
            }
        });
        return new StateDict(origin, chosen);
    }

    /** These tensors, and those of {@code base} that are not among them. */
    public StateDict over(StateDict base) {
        Map<String, Source> all = new LinkedHashMap<>(base.sources);
        all.putAll(sources);
        return new StateDict(sources.isEmpty() ? base.origin : origin, all);
    }

    /** One more than the largest number that follows {@code prefix} in a name: {@code blocks.0., blocks.1.} gives 2. */
    public int indexCount(String prefix) {
        int count = 0;
        for (String name : sources.keySet()) {
            if (name.startsWith(prefix)) {
                int end = prefix.length();
                while (end < name.length() && Character.isDigit(name.charAt(end)) && end < prefix.length() + 6) {
                    end++;
                }
                if (end > prefix.length()) {
                    count = Math.max(count, Integer.parseInt(name.substring(prefix.length(), end)) + 1);
                }
            }
        }
        return count;
    }

    /** Copies the tensors that a store names into it, with all processors; nothing is copied if one is missing or has another shape. */
    public void fill(ParameterStore store) throws IOException {
        List<ParameterSpec> specs = store.specs();
        for (ParameterSpec spec : specs) {
            requireShape(spec.name(), spec.shape());
        }
        ParallelLoop.run(specs.size(), number -> {
            String name = specs.get(number).name();
            source(name).stream((offset, values, length) ->
                    store.write(name, ParameterStore.Role.WEIGHT, Math.toIntExact(offset), values, length));
        });
    }

    private Source source(String name) throws ModelFormatException {
        Source source = sources.get(name);
        if (source == null) {
            throw new ModelFormatException(origin + ": tensor " + name + " is missing");
        }
        return source;
    }
}
