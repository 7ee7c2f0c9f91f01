package hangolo.engine;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A store that finds its parameters by name, in the order of their specs.
 *
 * @param <E> what it holds for each
 */
public abstract class IndexedStore<E extends IndexedStore.Entry> implements ParameterStore {

    /** A parameter. */
    public interface Entry {

        /** Its name and shape. */
        ParameterSpec spec();

        /** Its weight. */
        Tensor weight();
    }

    private final Map<String, E> entries = new LinkedHashMap<>();

    /** Adds a parameter; an {@link IllegalArgumentException} names one that exists already. */
    protected final void add(E entry) {
        if (entries.put(entry.spec().name(), entry) != null) {
            throw new IllegalArgumentException(
                    "two parameters are named " + entry.spec().name());
        }
    }

    /** The parameter of that name; an {@link IllegalArgumentException} names one that is missing. */
    protected final E entry(String name) {
        return Optional.ofNullable(entries.get(name))
                .orElseThrow(() -> new IllegalArgumentException("the network has no parameter named " + name));
    }

    /** All parameters in order. */
    protected final Collection<E> entries() {
        return entries.values();
    }

    /** What a store holds for a role; an {@link IllegalStateException} if its parameters are frozen. */
    protected static <V> V of(Role role, Map<Role, V> memory) {
        return Optional.ofNullable(memory.get(role))
                .orElseThrow(() -> new IllegalStateException("frozen parameters have no " + role));
    }

    @Override
    public final List<ParameterSpec> specs() {
        return entries.values().stream().map(Entry::spec).toList();
    }

    @Override
    public final Tensor weight(String name) {
        return entry(name).weight();
    }

    @Override
    public final Optional<ParameterSpec> find(String name) {
        return Optional.ofNullable(entries.get(name)).map(Entry::spec);
    }
}
