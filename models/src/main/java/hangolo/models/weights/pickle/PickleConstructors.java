package hangolo.models.weights.pickle;

import hangolo.models.weights.Dtype;
import hangolo.models.weights.WeightFileErrors;
import java.util.ArrayList;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * What the classes and functions named in a pickle mean here. The short list of known ones is written out; an unknown class
 * becomes a {@link PickledObject}; a function that does more than build data is refused.
 */
public final class PickleConstructors {
    private final WeightFileErrors errors;
    private final Function<Object, Object> persistentValues;
    private final TensorConstructors tensors;
    private final NumpyConstructors numpy;
    private final Map<Object, Long> memoKeys = new IdentityHashMap<>();
    private long budget;

    /**
     * @param persistentValues what a persistent id (a storage) stands for
     * @param pickleBytes the size of the pickle; copies of its values may not add up to much more
     */
    public PickleConstructors(WeightFileErrors errors, Function<Object, Object> persistentValues, long pickleBytes) {
        this.errors = errors;
        this.persistentValues = persistentValues;
        this.tensors = new TensorConstructors(errors);
        this.numpy = new NumpyConstructors(errors, this::spend);
        this.budget = 4 * pickleBytes + 1024;
    }

    Object persistent(Object id) {
        return persistentValues.apply(id);
    }

    Object lookUp(String module, String name) {
        if (module.isBlank() || name.isBlank()) {
            throw errors.damaged("the pickle names a class without a name");
        }
        if (PickleBlocklist.mayNotBeNamed(module, name)) {
            throw errors.refused(module + "." + name);
        }
        if (module.equals("torch")) {
            Optional<Dtype> dtype = Dtype.byTorchName(name);
            if (dtype.isPresent()) {
                return dtype.get();
            }
        }
        return new PickledClass(module, name);
    }

    /** REDUCE: what calling {@code callable(*args)} gives. */
    Object call(Object callable, List<Object> args) {
        if (!(callable instanceof PickledClass type)) {
            throw errors.damaged("the pickle calls a value that is no class");
        }
        Optional<Object> known = knownCall(type, args);
        if (known.isPresent()) {
            return known.get();
        }
        if (PickleBlocklist.mayNotBeCalled(type.module(), type.name())) {
            throw errors.refused(type.qualifiedName());
        }
        return new PickledObject(type.qualifiedName(), args);
    }

    /** NEWOBJ: what {@code cls.__new__(cls, *args)} gives. */
    Object instantiate(Object cls, List<Object> args) {
        if (!(cls instanceof PickledClass type)) {
            throw errors.damaged("the pickle builds a value that is no class");
        }
        return knownCall(type, args).orElseGet(() -> new PickledObject(type.qualifiedName(), args));
    }

    private Optional<Object> knownCall(PickledClass type, List<Object> args) {
        String name = type.qualifiedName();
        return switch (name) {
            case "collections.OrderedDict" -> Optional.of(pairs(new PickledDict(), args));
            case "collections.defaultdict" -> Optional.of(new LinkedHashMap<>());
            case "builtins.dict", "__builtin__.dict", "collections.Counter" ->
                Optional.of(pairs(new LinkedHashMap<>(), args));
            case "builtins.list", "__builtin__.list" -> Optional.of(copy(args));
            case "builtins.tuple", "__builtin__.tuple", "torch.Size" -> Optional.of(new PickledTuple(copy(args)));
            case "builtins.set", "__builtin__.set", "builtins.frozenset", "__builtin__.frozenset" ->
                Optional.of(set(copy(args)));
            case "torch.device" -> Optional.of(new PickledObject(name, args));
            case "_codecs.encode" -> Optional.of(latin1(args));
            case "copyreg.__newobj__", "copy_reg.__newobj__" ->
                Optional.of(bare(argument(args, 0), args.subList(1, args.size())));
            case "copyreg._reconstructor", "copy_reg._reconstructor" -> Optional.of(bare(argument(args, 0), List.of()));
            case "torch._tensor._rebuild_from_type_v2" -> typedTensor(args);
            default -> tensors.call(name, args).or(() -> numpy.call(name, args));
        };
    }

    /** As {@link #instantiate}, without looking at nested constructors, so that nothing here is recursive. */
    private Object bare(Object cls, List<Object> args) {
        if (!(cls instanceof PickledClass type)) {
            throw errors.damaged("the pickle builds a value that is no class");
        }
        boolean ordered = type.qualifiedName().equals("collections.OrderedDict");
        return ordered ? pairs(new PickledDict(), args) : new PickledObject(type.qualifiedName(), args);
    }

    /** A tensor of a subclass or with attributes: {@code (rebuild function, class, arguments, state)}. */
    private Optional<Object> typedTensor(List<Object> args) {
        List<Object> inner = PickleArguments.list(argument(args, 2), errors);
        if (argument(args, 0) instanceof PickledClass function) {
            return tensors.call(function.qualifiedName(), inner);
        }
        throw errors.damaged("the pickle builds a tensor by something that is no function");
    }

    /** BUILD: gives the object its state; returns what replaces it. */
    Object build(Object target, Object state) {
        if (target instanceof PickledDict dict) {
            if (state instanceof Map<?, ?> attributes) {
                spend(attributes.size());
                dict.attributes().putAll(attributes);
            }
            return dict;
        }
        if (target instanceof PickledObject object) {
            object.setState(state);
            return numpy.finish(object);
        }
        return target;
    }

    /** The place in the memo is kept for values that BUILD may replace. */
    void remembered(Object value, long key) {
        if (value instanceof PickledObject object && NumpyConstructors.isUnfinished(object)) {
            memoKeys.put(object, key);
        }
    }

    Optional<Long> keyOf(Object value) {
        return Optional.ofNullable(memoKeys.remove(value));
    }

    void append(Object list, List<Object> values) {
        if (list instanceof PickledTuple) {
            throw errors.damaged("the pickle appends to a tuple");
        }
        if (list instanceof List<?>) {
            asList(list).addAll(values);
        } else if (list instanceof LinkedHashSet<?>) {
            set(values).forEach(asSet(list)::add);
        } else if (list instanceof PickledObject object) {
            object.elements().addAll(values);
        } else {
            throw errors.damaged("the pickle appends to a value that is no list");
        }
    }

    void setItems(Object map, List<Object> keysAndValues) {
        if (map instanceof Map<?, ?>) {
            fill(asMap(map), keysAndValues);
        } else if (map instanceof PickledObject object) {
            fill(object.items(), keysAndValues);
        } else {
            throw errors.damaged("the pickle sets an item of a value that is no dict");
        }
    }

    Map<Object, Object> fill(Map<Object, Object> map, List<Object> keysAndValues) {
        if (keysAndValues.size() % 2 != 0) {
            throw errors.damaged("the pickle has a key without a value");
        }
        for (int i = 0; i < keysAndValues.size(); i += 2) {
            map.put(PickleArguments.key(keysAndValues.get(i), errors), keysAndValues.get(i + 1));
        }
        return map;
    }

    Set<Object> set(Collection<?> values) {
        Set<Object> set = new LinkedHashSet<>();
        for (Object value : values) {
            set.add(PickleArguments.key(value, errors));
        }
        return set;
    }

    private Map<Object, Object> pairs(Map<Object, Object> map, List<Object> args) {
        if (args.isEmpty()) {
            return map;
        }
        if (args.get(0) instanceof Map<?, ?> other) {
            spend(other.size());
            map.putAll(other);
            return map;
        }
        for (Object pair : PickleArguments.list(args.get(0), errors)) {
            spend(2);
            List<Object> keyAndValue = PickleArguments.list(pair, errors);
            if (keyAndValue.size() != 2) {
                throw errors.damaged("the pickle has a key without a value");
            }
            fill(map, keyAndValue);
        }
        return map;
    }

    private List<Object> copy(List<Object> args) {
        if (args.isEmpty()) {
            return new ArrayList<>();
        }
        if (args.get(0) instanceof Collection<?> values) {
            spend(values.size());
            return new ArrayList<>(values);
        }
        throw errors.damaged("the pickle makes a list of something that is no list");
    }

    private byte[] latin1(List<Object> args) {
        if (!(argument(args, 0) instanceof String text)) {
            throw errors.damaged("the pickle encodes what is no text");
        }
        spend(text.length());
        return text.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
    }

    /** A small pickle must not grow by copying one large value again and again. */
    private void spend(long elements) {
        budget -= elements;
        if (budget < 0) {
            throw errors.damaged("the pickle copies its values too often");
        }
    }

    private Object argument(List<Object> args, int index) {
        return PickleArguments.at(args, index, errors);
    }

    @SuppressWarnings("unchecked") // every list and map in the machine was made by the machine for Objects
    private static List<Object> asList(Object list) {
        return (List<Object>) list;
    }

    @SuppressWarnings("unchecked") // as above
    private static Map<Object, Object> asMap(Object map) {
        return (Map<Object, Object>) map;
    }

    @SuppressWarnings("unchecked") // as above
    private static Set<Object> asSet(Object set) {
        return (Set<Object>) set;
    }
}
