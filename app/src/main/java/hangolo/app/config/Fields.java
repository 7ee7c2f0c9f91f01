package hangolo.app.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;

/** The entries of one block of the file. Problems are collected rather than thrown, so that users see all of them at once. */
final class Fields {
    private final Context context;
    private final int line;
    private final Map<String, Node> entries = new LinkedHashMap<>();
    private final Map<String, Integer> lines = new LinkedHashMap<>();
    private final Set<Key<?>> asked = new LinkedHashSet<>();
    private final Set<String> handled = new LinkedHashSet<>();
    private final Optional<Fields> defaults;

    Fields(MappingNode map, Context context) {
        this(map, context, Optional.empty());
    }

    private Fields(MappingNode map, Context context, Optional<Fields> defaults) {
        this.context = context;
        this.line = Context.line(map);
        this.defaults = defaults;
        for (NodeTuple tuple : map.getValue()) {
            add(tuple);
        }
    }

    private void add(NodeTuple tuple) {
        int at = Context.line(tuple.getKeyNode());
        if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
            context.problem(at, "a key must be a plain word");
        } else if (entries.putIfAbsent(key.getValue(), tuple.getValueNode()) != null) {
            context.problem(
                    at, key.getValue() + " is given twice; the first time on line " + lines.get(key.getValue()));
        } else {
            lines.put(key.getValue(), at);
        }
    }

    /** The entries of a block whose missing keys are taken from this one. */
    Fields overriddenBy(MappingNode map) {
        return new Fields(map, context, Optional.of(this));
    }

    /** Whether this block itself has the key, not the one it overrides. */
    boolean has(Key<?> key) {
        return entries.containsKey(key.name());
    }

    /** The value of a key that is read elsewhere. */
    Optional<Node> block(String name) {
        handled.add(name);
        return Optional.ofNullable(entries.get(name));
    }

    /** Line of a key, or of the block if the key is not given. */
    int line(Key<?> key) {
        return lines.getOrDefault(
                key.name(), defaults.map(above -> above.line(key)).orElse(line));
    }

    <T> T get(Key<T> key) {
        asked.add(key);
        defaults.ifPresent(above -> above.asked.add(key));
        Node node = entries.get(key.name());
        if (node == null) {
            return defaults.map(above -> above.get(key)).orElseGet(() -> missing(key));
        }
        try {
            return key.type().read(node, context);
        } catch (ValueType.InvalidValue invalid) {
            context.problem(invalid.line(), key.name() + ": " + invalid.getMessage());
            return key.type().placeholder();
        }
    }

    private <T> T missing(Key<T> key) {
        if (key.fallback().isPresent()) {
            return key.fallback().get();
        }
        context.problem(
                line,
                key.name() + " is missing: " + key.meaning() + "; write "
                        + key.type().bounds());
        return key.type().placeholder();
    }

    /** Reports every key that was never read, with a suggestion. */
    void reportUnknown() {
        List<String> known = new ArrayList<>(handled);
        asked.forEach(key -> known.add(key.name()));
        for (String name : entries.keySet()) {
            if (!known.contains(name)) {
                context.problem(lines.get(name), "unknown key " + name + guess(name, known));
            }
        }
    }

    private String guess(String name, List<String> known) {
        Optional<String> alias = asked.stream()
                .filter(key -> key.alsoCalled().stream().anyMatch(name::equalsIgnoreCase))
                .map(Key::name)
                .findFirst();
        return alias.or(() -> SpellingSuggestion.nearest(name, known))
                .map(meant -> "; did you mean " + meant + "?")
                .orElse("; the keys are " + String.join(", ", known));
    }

    void problem(Key<?> key, String message) {
        context.problem(line(key), key.name() + ": " + message);
    }
}
