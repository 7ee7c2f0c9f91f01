package hangolo.app.log;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * Running averages as Coqui's trainer keeps them (xtts-spec.md 8): the first value of a name is dropped as soon as a second
 * one is added, so that {@code k >= 2} values average to {@code mean(v2..vk)}. For logs and compatibility mode; otherwise decisions
 * are based on means over all targets.
 */
public final class KeepAverage {

    private record Running(double mean, long count) {}

    private final Map<String, Running> values = new LinkedHashMap<>();

    /** Adds a value of a name. */
    public void add(String name, double value) {
        Running before = values.get(name);
        values.put(
                name,
                before == null
                        ? new Running(value, 0)
                        : new Running((before.mean * before.count + value) / (before.count + 1), before.count + 1));
    }

    /** The average of a name, empty if it has no value. */
    public OptionalDouble of(String name) {
        Running running = values.get(name);
        return running == null ? OptionalDouble.empty() : OptionalDouble.of(running.mean);
    }

    /** All averages, in the order in which their names were first added. */
    public Map<String, Double> all() {
        Map<String, Double> all = new LinkedHashMap<>();
        values.forEach((name, running) -> all.put(name, running.mean));
        return all;
    }

    /** Clears all averages at a new epoch. */
    public void clear() {
        values.clear();
    }
}
