package hangolo.rules.judge;

import hangolo.rules.facts.ToMap;
import hangolo.rules.word.ActionKind;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * What the rules ask the training loop to do after an evaluation.
 *
 * @param kind what to do
 * @param rule the rule that asks for it; empty if no rule fired
 * @param text why, for people, with the numbers filled in
 * @param factor what the learning rate is multiplied by, above 0 and below 1; empty unless it is to be cut
 */
public record Action(ActionKind kind, String rule, String text, OptionalDouble factor) implements ToMap {

    /** Whether the phase ends here. */
    public boolean stops() {
        return kind.stops();
    }

    /** The word used in tables and in the audit trail. */
    public String word() {
        return kind.word();
    }

    @Override
    public Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("action", word());
        map.put("rule", rule);
        map.put("text", text);
        return map;
    }
}
