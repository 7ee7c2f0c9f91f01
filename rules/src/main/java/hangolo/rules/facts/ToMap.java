package hangolo.rules.facts;

import java.util.Map;

/** A record that JSON shows as a map. */
public interface ToMap {
    /** The record as plain values: its components by name, unless it says otherwise. */
    default Map<String, Object> toMap() {
        return PlainValues.of((Record) this);
    }
}
