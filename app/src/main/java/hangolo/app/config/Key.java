package hangolo.app.config;

import java.util.List;
import java.util.Optional;

/**
 * One key of the configuration: its name, bounds, default, and the reason for the default.
 *
 * @param name as written in the file
 * @param type the type of its values
 * @param fallback the default value; empty if the key is required
 * @param fallbackText the default as the documentation shows it
 * @param meaning description, with its unit
 * @param reason for the default
 * @param alsoCalled names in other programs, used for suggestions only
 */
record Key<T>(
        String name,
        ValueType<T> type,
        Optional<T> fallback,
        String fallbackText,
        String meaning,
        String reason,
        List<String> alsoCalled) {

    static <T> Key<T> required(String name, ValueType<T> type, String meaning) {
        return new Key<>(name, type, Optional.empty(), "(required)", meaning, "", List.of());
    }

    static <T> Key<Optional<T>> optional(String name, ValueType<T> type, String absent, String meaning) {
        return new Key<>(name, type.lifted(), Optional.of(Optional.empty()), absent, meaning, "", List.of());
    }

    static <T> Key<T> of(String name, ValueType<T> type, T fallback, String meaning, String reason) {
        return new Key<>(name, type, Optional.of(fallback), shown(fallback), meaning, reason, List.of());
    }

    Key<T> alsoCalled(String... names) {
        return new Key<>(name, type, fallback, fallbackText, meaning, reason, List.of(names));
    }

    private static String shown(Object value) {
        if (value instanceof Enum<?> choice) {
            return ValueTypes.spelling(choice);
        }
        return value instanceof Double number ? ValueTypes.plain(number) : String.valueOf(value);
    }
}
