package hangolo.rules.view;

import hangolo.rules.facts.SignificantDigits;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The catalogue of the views: which exist, and their components by name. */
public final class Views {
    private static final List<Class<? extends Record>> ALL = List.of(
            PhaseFacts.class,
            Limit.class,
            SentenceAudioFacts.class,
            EvaluationFacts.class,
            Candidate.class,
            BestModelFacts.class,
            LossFacts.class,
            PhaseEndFacts.class,
            DecisionFacts.class,
            ChecklistFacts.class);

    private static final MethodType READS = MethodType.methodType(Object.class, Record.class);

    private Views() {}

    /** The names that rule files may use for facts. */
    public static List<String> names() {
        return ALL.stream().map(Class::getSimpleName).toList();
    }

    /** The component names of a view, in order; empty if there is no such view. */
    public static Optional<List<String>> components(String view) {
        return type(view)
                .map(type -> Arrays.stream(type.getRecordComponents())
                        .map(RecordComponent::getName)
                        .toList());
    }

    /** A component of a view; empty if there is no such view or component. */
    public static Optional<RecordComponent> component(String view, String name) {
        return type(view).stream()
                .flatMap(type -> Arrays.stream(type.getRecordComponents()))
                .filter(component -> component.getName().equals(name))
                .findFirst();
    }

    /** Whether a fact can be unknown at all. */
    public static boolean mayBeUnknown(String view, String name) {
        return component(view, name)
                .filter(component -> !component.getType().isPrimitive())
                .isPresent();
    }

    /** What people call a fact: {@code Mel CE}; its own name if the view says nothing about it. */
    public static String title(String view, String name) {
        return about(view, name).map(FactInfo::title).orElse(name);
    }

    /** A figure of a fact with its unit: {@code 2.5}, {@code 12 dB}, {@code 30.5 %}. */
    public static String show(String view, String name, double figure) {
        String unit = about(view, name).map(FactInfo::unit).orElse("");
        if (unit.equals("share")) {
            return SignificantDigits.showPercent(figure);
        }
        return unit.isEmpty() ? SignificantDigits.show(figure) : SignificantDigits.show(figure) + " " + unit;
    }

    private static Optional<FactInfo> about(String view, String name) {
        return component(view, name).map(component -> component.getAnnotation(FactInfo.class));
    }

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

    private static MethodHandle reader(RecordComponent component) {
        try {
            return MethodHandles.lookup().unreflect(component.getAccessor()).asType(READS);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException("A view's component cannot be read: " + component, e);
        }
    }

    private static Optional<Class<? extends Record>> type(String view) {
        return ALL.stream().filter(type -> type.getSimpleName().equals(view)).findFirst();
    }

    /** The component values of a view by name; an unknown one is null. */
    public static Map<String, Object> values(Record view) {
        Map<String, Object> values = new LinkedHashMap<>();
        READERS.get(view.getClass()).forEach((name, reader) -> values.put(name, read(reader, view)));
        return values;
    }

    private static Object read(MethodHandle reader, Record view) {
        try {
            return reader.invokeExact(view);
        } catch (Throwable e) {
            throw new IllegalStateException("A component of " + view + " cannot be read", e);
        }
    }
}
