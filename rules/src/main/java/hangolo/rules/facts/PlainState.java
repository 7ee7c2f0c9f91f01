package hangolo.rules.facts;

import java.util.List;
import java.util.Map;

/** Reads rule state that went through a checkpoint, where a whole number may come back as any kind of number. */
public final class PlainState {
    private PlainState() {}

    /** The number under a name. */
    public static double number(Map<?, ?> map, String name) {
        if (map.get(name) instanceof Number value) {
            return value.doubleValue();
        }
        throw missing(map, name, "a number");
    }

    /** The number under a name, NaN if there is none. */
    public static double numberOrNaN(Map<?, ?> map, String name) {
        return map.get(name) instanceof Number value ? value.doubleValue() : Double.NaN;
    }

    /** The truth value under a name. */
    public static boolean flag(Map<?, ?> map, String name) {
        if (map.get(name) instanceof Boolean value) {
            return value;
        }
        throw missing(map, name, "true or false");
    }

    /** The text under a name. */
    public static String text(Map<?, ?> map, String name) {
        if (map.get(name) instanceof String value) {
            return value;
        }
        throw missing(map, name, "a text");
    }

    /** The list under a name. */
    public static List<?> list(Map<?, ?> map, String name) {
        if (map.get(name) instanceof List<?> value) {
            return value;
        }
        throw missing(map, name, "a list");
    }

    /** The map under a name. */
    public static Map<?, ?> map(Map<?, ?> map, String name) {
        return asMap(map.get(name), name);
    }

    static Map<?, ?> asMap(Object value, String name) {
        if (value instanceof Map<?, ?> map) {
            return map;
        }
        throw missing(Map.of(), name, "a map");
    }

    private static IllegalArgumentException missing(Map<?, ?> map, String name, String expected) {
        return new IllegalArgumentException(
                "The rule state of this checkpoint cannot be read: '" + name + "' should be "
                        + expected + " but is " + map.get(name)
                        + ".\nMaybe the checkpoint is from another program; resume with the weights only.");
    }
}
