package hangolo.models.weights.pickle;

import hangolo.models.weights.TensorLayout;
import hangolo.models.weights.WeightFileErrors;
import java.util.Collections;
import java.util.List;

/** Typed access to values of a pickle; the wrong type is an error about the file. */
public final class PickleArguments {
    /** Nested tuples are legal keys, but hashing a hostile one could take for ever. */
    private static final int MOST_KEY_PARTS = 256;

    private PickleArguments() {}

    /** The argument at an index. */
    public static Object at(List<Object> args, int index, WeightFileErrors errors) {
        if (index < args.size()) {
            return args.get(index);
        }
        throw errors.damaged("the pickle calls something with too few arguments");
    }

    /** A value that must be a list or a tuple. */
    public static List<Object> list(Object value, WeightFileErrors errors) {
        if (value instanceof List<?> list) {
            return Collections.unmodifiableList(list);
        }
        throw errors.damaged("the pickle has another value where a list is expected");
    }

    /** A value that must be an integer. */
    public static long integer(Object value, WeightFileErrors errors) {
        if (value instanceof Long number) {
            return number;
        }
        throw errors.damaged("the pickle has another value where an integer is expected");
    }

    static long[] integers(Object value, WeightFileErrors errors) {
        List<Object> list = list(value, errors);
        if (list.size() > TensorLayout.MOST_DIMENSIONS) {
            throw errors.damaged("a tensor has " + list.size() + " dimensions");
        }
        long[] result = new long[list.size()];
        for (int i = 0; i < result.length; i++) {
            result[i] = integer(list.get(i), errors);
        }
        return result;
    }

    /** Returns the value if it may be a dict key: text, number, None, an object, or a small tuple of these. */
    static Object key(Object value, WeightFileErrors errors) {
        if (parts(value, MOST_KEY_PARTS) < 0) {
            throw errors.damaged("the pickle has a dict key that is no text, number or small tuple");
        }
        return value;
    }

    /** What is left of the allowance after counting this value, or a negative number. */
    private static int parts(Object value, int allowance) {
        if (value instanceof PickledTuple tuple) {
            int left = allowance - 1;
            for (Object part : tuple) {
                if (left < 0) {
                    return left;
                }
                left = parts(part, left);
            }
            return left;
        }
        boolean container = value instanceof List<?> || value instanceof java.util.Map<?, ?>;
        return container || value instanceof java.util.Set<?> ? -1 : allowance - 1;
    }
}
