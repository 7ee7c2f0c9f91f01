package hangolo.app.config;

import hangolo.app.config.ValueType.InvalidValue;
import java.math.BigDecimal;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** The types of configuration values. */
final class ValueTypes {
    private static final Pattern NUMBER = Pattern.compile("[-+]?(\\d[\\d_]*)?(\\.\\d*)?([eE][-+]?\\d{1,4})?");
    private static final Pattern WHOLE = Pattern.compile("[-+]?\\d[\\d_]*");

    private ValueTypes() {}

    private record Simple<T>(String bounds, T placeholder, Reader<T> reader) implements ValueType<T> {
        private interface Reader<T> {
            T read(Node node, Context context) throws InvalidValue;
        }

        @Override
        public T read(Node node, Context context) throws InvalidValue {
            return reader.read(node, context);
        }
    }

    static ValueType<Double> real(double least, double most) {
        String bounds = "a number from " + plain(least) + " to " + plain(most);
        return new Simple<>(bounds, least, (node, context) -> {
            String text = scalar(node, bounds);
            if (!NUMBER.matcher(text).matches() || text.chars().noneMatch(Character::isDigit)) {
                String hint = text.contains(",") ? "; write decimals with a point" : "";
                throw new InvalidValue(node, "\"" + text + "\" is not " + bounds + hint);
            }
            double value = new BigDecimal(text.replace("_", "")).doubleValue();
            if (value < least || value > most) {
                throw new InvalidValue(node, text + " is out of bounds; it must be " + bounds);
            }
            return value;
        });
    }

    static ValueType<Integer> whole(int least, int most) {
        return wholeLong(least, most, Math::toIntExact);
    }

    static ValueType<Long> wholeLong(long least, long most) {
        return wholeLong(least, most, value -> value);
    }

    private static <N extends Number> ValueType<N> wholeLong(long least, long most, Function<Long, N> narrow) {
        String bounds = "a whole number from " + least + " to " + most;
        return new Simple<>(bounds, narrow.apply(least), (node, context) -> {
            String text = scalar(node, bounds);
            if (!WHOLE.matcher(text).matches()) {
                throw new InvalidValue(node, "\"" + text + "\" is not " + bounds);
            }
            BigDecimal value = new BigDecimal(text.replace("_", ""));
            if (value.compareTo(BigDecimal.valueOf(least)) < 0 || value.compareTo(BigDecimal.valueOf(most)) > 0) {
                throw new InvalidValue(node, text + " is out of bounds; it must be " + bounds);
            }
            return narrow.apply(value.longValueExact());
        });
    }

    static <E extends Enum<E>> ValueType<E> choice(Class<E> type) {
        List<String> names =
                Arrays.stream(type.getEnumConstants()).map(ValueTypes::spelling).toList();
        return oneOf(names).mapped(name -> Enum.valueOf(type, name.toUpperCase(Locale.ROOT)));
    }

    static Words oneOf(List<String> names) {
        return new Words(names);
    }

    /** One word of a list. */
    record Words(List<String> names) implements ValueType<String> {
        @Override
        public String read(Node node, Context context) throws InvalidValue {
            String text = scalar(node, bounds());
            if (!names.contains(text.toLowerCase(Locale.ROOT))) {
                String guess = SpellingSuggestion.nearest(text, names)
                        .map(name -> "; did you mean " + name + "?")
                        .orElse("");
                throw new InvalidValue(node, "\"" + text + "\" is not " + bounds() + guess);
            }
            return text.toLowerCase(Locale.ROOT);
        }

        @Override
        public String bounds() {
            return "one of " + String.join(", ", names);
        }

        @Override
        public String placeholder() {
            return names.get(0);
        }

        <T> ValueType<T> mapped(Function<String, T> function) {
            return new Simple<>(
                    bounds(), function.apply(placeholder()), (node, context) -> function.apply(read(node, context)));
        }
    }

    static ValueType<String> text() {
        String bounds = "a text";
        return new Simple<>(bounds, "", (node, context) -> {
            String text = scalar(node, bounds);
            if (text.isBlank()) {
                throw new InvalidValue(node, "the text is empty");
            }
            return text;
        });
    }

    /** A text that is a valid file name on every system. */
    static ValueType<String> fileName() {
        String bounds = "a name of letters, digits, '-', '_' and '.'";
        return new Simple<>(bounds, "", (node, context) -> {
            String text = scalar(node, bounds);
            if (!text.matches("[\\p{L}\\p{N}_-][\\p{L}\\p{N}._-]{0,99}")) {
                throw new InvalidValue(node, "\"" + text + "\" is not " + bounds + ", at most 100 characters");
            }
            return text;
        });
    }

    static ValueType<Path> path() {
        String bounds = "a path, relative to the folder of this file or absolute";
        return new Simple<>(bounds, Path.of(""), (node, context) -> resolve(node, scalar(node, bounds), context));
    }

    static Path resolve(Node node, String text, Context context) throws InvalidValue {
        if (text.isBlank()) {
            throw new InvalidValue(node, "the path is empty");
        }
        try {
            Path path = text.startsWith("~/")
                    ? Path.of(System.getProperty("user.home"), text.substring(2))
                    : context.folder().resolve(text);
            return path.normalize();
        } catch (InvalidPathException e) {
            throw new InvalidValue(node, "\"" + text + "\" is not a path: " + e.getReason());
        }
    }

    static <T> ValueType<List<T>> list(ValueType<T> element, int least, int most) {
        String bounds = least == most
                ? "a list of " + least + ", each " + element.bounds()
                : "a list, each entry " + element.bounds();
        return new Simple<>(bounds, List.of(), (node, context) -> {
            if (!(node instanceof SequenceNode sequence)) {
                throw new InvalidValue(node, "this is " + what(node) + ", but it must be " + bounds);
            }
            int size = sequence.getValue().size();
            if (size < least || size > most) {
                throw new InvalidValue(node, "the list has " + size + " entries, but " + counts(least, most));
            }
            List<T> values = new ArrayList<>();
            for (Node entry : sequence.getValue()) {
                values.add(element.read(entry, context));
            }
            return List.copyOf(values);
        });
    }

    /** A block with keys of its own. */
    static <T> ValueType<T> mapping(String bounds, T placeholder, Function<Fields, T> function) {
        return new Simple<>(bounds, placeholder, (node, context) -> {
            if (!(node instanceof MappingNode map)) {
                throw new InvalidValue(node, "this is " + what(node) + ", but it must be " + bounds);
            }
            Fields fields = new Fields(map, context);
            T value = function.apply(fields);
            fields.reportUnknown();
            return value;
        });
    }

    static String scalar(Node node, String bounds) throws InvalidValue {
        if (!(node instanceof ScalarNode scalar)) {
            throw new InvalidValue(node, "this is " + what(node) + ", but it must be " + bounds);
        }
        boolean bare = scalar.getScalarStyle() == DumperOptions.ScalarStyle.PLAIN;
        if (bare && (scalar.getValue().isEmpty() || scalar.getValue().equals("~"))) {
            throw new InvalidValue(node, "the value is missing; write " + bounds + ", or remove the line");
        }
        return scalar.getValue();
    }

    static String spelling(Enum<?> choice) {
        return choice.name().toLowerCase(Locale.ROOT);
    }

    static String plain(double value) {
        String text = String.valueOf(value).toLowerCase(Locale.ROOT).replace(".0e", "e");
        return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
    }

    private static String counts(int least, int most) {
        if (least == most) {
            return least + " are required";
        }
        return most == Integer.MAX_VALUE
                ? "at least " + least + " is required"
                : least + " to " + most + " are allowed";
    }

    private static String what(Node node) {
        return switch (node.getNodeId()) {
            case mapping -> "a block of keys";
            case sequence -> "a list";
            default -> "a single value";
        };
    }

    static String names(List<? extends Key<?>> keys) {
        return keys.stream().map(Key::name).collect(Collectors.joining(", "));
    }
}
