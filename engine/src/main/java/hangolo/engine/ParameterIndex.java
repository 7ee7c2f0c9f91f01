package hangolo.engine;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The parameters of a store by name, in the order of their specs.
 *
 * @param <E> what the store holds for each
 */
public final class ParameterIndex<E> {

    private record Entry<E>(ParameterSpec spec, E content) {}

    private final Map<String, Entry<E>> entries = new LinkedHashMap<>();

    /** Adds a parameter; an {@link IllegalArgumentException} names one that is there already. */
    public void add(ParameterSpec spec, E content) {
        if (entries.put(spec.name(), new Entry<>(spec, content)) != null) {
            throw new IllegalArgumentException("two parameters are named " + spec.name());
        }
    }

    /** The entry of that name; an {@link IllegalArgumentException} names a parameter that is missing. */
    public E get(String name) {
        return Optional.ofNullable(entries.get(name))
                .map(Entry::content)
                .orElseThrow(() -> new IllegalArgumentException("the network has no parameter named " + name));
    }

    /** The spec of that name. */
    public Optional<ParameterSpec> find(String name) {
        return Optional.ofNullable(entries.get(name)).map(Entry::spec);
    }

    /** All specs in order. */
    public List<ParameterSpec> specs() {
        return entries.values().stream().map(Entry::spec).toList();
    }

    /** All entries in order. */
    public Collection<E> all() {
        return entries.values().stream().map(Entry::content).toList();
    }
}
