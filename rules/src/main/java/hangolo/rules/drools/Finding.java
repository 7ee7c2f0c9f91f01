package hangolo.rules.drools;

import hangolo.rules.audit.Firing;
import hangolo.rules.table.RuleBaseException;
import hangolo.rules.word.Word;
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

    /**
     * A word of a type that the rule concluded.
     *
     * @throws RuleBaseException with file and row if it concluded another one
     */
    public <W extends Enum<W> & Word> Optional<W> word(String name, Class<W> type) {
        try {
            return text(name).map(word -> Word.parse(type, word));
        } catch (IllegalArgumentException e) {
            throw new RuleBaseException(firing.file() + " row " + firing.row() + ": " + e.getMessage() + ".");
        }
    }

    /** A number that the rule concluded. */
    public OptionalDouble number(String name) {
        return values.get(name) instanceof Number value
                ? OptionalDouble.of(value.doubleValue())
                : OptionalDouble.empty();
    }
}
