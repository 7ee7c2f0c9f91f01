package hangolo.rules.judge;

import hangolo.rules.audit.Firing;
import hangolo.rules.facts.PlainValues;
import hangolo.rules.word.Stage;
import hangolo.rules.word.Word;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A checklist, filled in.
 *
 * @param stage when it was filled in
 * @param items its items in the table's order
 * @param fired the rules behind them
 */
public record Checklist(Stage stage, List<Item> items, List<Firing> fired) {

    /** The state of an item. */
    public enum State implements Word {
        /** Checked and fine. */
        OK,
        /** Checked and not fine. */
        FAILED,
        /** Nobody has looked, or it cannot be known yet. */
        UNKNOWN
    }

    /**
     * An item.
     *
     * @param rule the row it comes from
     * @param item what is checked
     * @param state the result
     * @param blocking whether training must not start if it failed
     * @param text what that means here, with the numbers filled in
     */
    public record Item(String rule, String item, State state, boolean blocking, String text) {}

    /** Copies the lists. */
    public Checklist {
        items = List.copyOf(items);
        fired = List.copyOf(fired);
    }

    /** Whether nothing blocking has failed. Unknown items do not block. */
    public boolean passed() {
        return items.stream().noneMatch(item -> item.blocking() && item.state() == State.FAILED);
    }

    /** The checklist as plain values, for JSON. */
    public Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("stage", stage.word());
        map.put("passed", passed());
        map.put("items", PlainValues.of(items));
        return map;
    }
}
