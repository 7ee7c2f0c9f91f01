package hangolo.rules.drools;

import hangolo.rules.audit.Firing;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What one fired rule concluded.
 *
 * @param firing the rule and its reason
 * @param order the rule's place in the rule base
 * @param values the conclusions by name: words, texts (filled in) and numbers
 */
public record Finding(Firing firing, int order, Map<String, Object> values) {

    /** Copies the values. */
    public Finding {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    /** A word or text that the rule concluded. */
    public Optional<String> text(String name) {
        return Optional.ofNullable(values.get(name)).map(Object::toString);
    }

    /** A number that the rule concluded. */
    public OptionalDouble number(String name) {
        return values.get(name) instanceof Number value
                ? OptionalDouble.of(value.doubleValue())
                : OptionalDouble.empty();
    }
}
