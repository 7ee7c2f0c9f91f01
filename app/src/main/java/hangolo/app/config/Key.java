package hangolo.app.config;

import java.util.List;
import java.util.Optional;

/**
 * One key of the configuration: the single place that knows its name, bounds, default and the reason for it.
 *
 * @param name as written in the file
 * @param kind what values are possible
 * @param fallback the value if the key is not given; empty means: the key must be given, unless {@code optional}
 * @param fallbackText the default as the documentation shows it
 * @param meaning what it is, with its unit
 * @param reason why the default is what it is
 * @param alsoCalled names in other programs, for suggestions only
 */
record Key<T>(
        String name,
        ValueType<T> kind,
        Optional<T> fallback,
        String fallbackText,
        String meaning,
        String reason,
        List<String> alsoCalled) {

    static <T> Key<T> required(String name, ValueType<T> kind, String meaning) {
        return new Key<>(name, kind, Optional.empty(), "(must be given)", meaning, "", List.of());
    }

    static <T> Key<Optional<T>> optional(String name, ValueType<T> kind, String absent, String meaning) {
        return new Key<>(name, kind.lifted(), Optional.of(Optional.empty()), absent, meaning, "", List.of());
    }

    static <T> Key<T> of(String name, ValueType<T> kind, T fallback, String meaning, String reason) {
        return new Key<>(name, kind, Optional.of(fallback), shown(fallback), meaning, reason, List.of());
    }

    Key<T> alsoCalled(String... names) {
        return new Key<>(name, kind, fallback, fallbackText, meaning, reason, List.of(names));
    }

    private static String shown(Object value) {
        if (value instanceof Enum<?> choice) {
            return ValueTypes.spelling(choice);
        }
        return value instanceof Double number ? ValueTypes.plain(number) : String.valueOf(value);
    }
}
