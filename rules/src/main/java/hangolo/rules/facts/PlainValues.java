package hangolo.rules.facts;

import hangolo.rules.word.Word;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.RecordComponent;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** Records as plain values for JSON: maps by component name, lists, texts, numbers, truth values and null. */
public final class PlainValues {
    private static final MethodType READS = MethodType.methodType(Object.class, Record.class);

    /** How to read the components of a type, by name; looked up once. */
    private static final ClassValue<Map<String, MethodHandle>> READERS = new ClassValue<>() {
        @Override
        protected Map<String, MethodHandle> computeValue(Class<?> type) {
            Map<String, MethodHandle> readers = new LinkedHashMap<>();
            for (RecordComponent component : type.getRecordComponents()) {
                readers.put(component.getName(), reader(component));
            }
            return readers;
        }
    };

    private PlainValues() {}

    /** The components of a record by name, as they are; an unknown one is null. */
    public static Map<String, Object> components(Record record) {
        Map<String, Object> values = new LinkedHashMap<>();
        READERS.get(record.getClass()).forEach((name, reader) -> values.put(name, read(reader, record)));
        return values;
    }

    /** A record, all its components as plain values. */
    public static Map<String, Object> of(Record record) {
        return of(components(record));
    }

    /** A map of plain values. */
    public static Map<String, Object> of(Map<String, ?> map) {
        Map<String, Object> values = new LinkedHashMap<>();
        map.forEach((name, value) -> values.put(name, plain(value)));
        return values;
    }

    /** A list of plain values. */
    public static List<Object> of(List<?> list) {
        return list.stream().map(PlainValues::plain).toList();
    }

    /** Empty is null, a word its text; a number that is not finite becomes a text, because JSON has none. */
    @SuppressWarnings("unchecked")
    private static Object plain(Object value) {
        if (value instanceof ToMap record) {
            return record.toMap();
        }
        if (value instanceof Record record) {
            return of(record);
        }
        if (value instanceof Map<?, ?> map) {
            return of((Map<String, ?>) map);
        }
        if (value instanceof List<?> list) {
            return of(list);
        }
        if (value instanceof Optional<?> optional) {
            return plain(optional.orElse(null));
        }
        if (value instanceof OptionalDouble optional) {
            return optional.isPresent() ? plain(optional.getAsDouble()) : null;
        }
        if (value instanceof Word word) {
            return word.word();
        }
        return value instanceof Double number && !Double.isFinite(number) ? number.toString() : value;
    }

    private static MethodHandle reader(RecordComponent component) {
        try {
            return MethodHandles.publicLookup()
                    .unreflect(component.getAccessor())
                    .asType(READS);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException("A record's component cannot be read: " + component, e);
        }
    }

    private static Object read(MethodHandle reader, Record record) {
        try {
            return reader.invokeExact(record);
        } catch (Throwable e) {
            throw new IllegalStateException("A component of " + record + " cannot be read", e);
        }
    }
}
