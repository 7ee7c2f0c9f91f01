package hangolo.engine.cuda;

import java.util.Map;
import java.util.TreeMap;

/**
 * How long each kind of work takes when it runs synchronously.
 *
 * @param uses by the name of the kernel, or {@code matmul} with its type
 */
public record Profile(Map<String, Use> uses) {

    /**
     * Work of one kind.
     *
     * @param times how often
     * @param seconds in total, launch and synchronisation included
     */
    public record Use(int times, double seconds) {}

    /** Nothing yet. */
    Profile() {
        this(new TreeMap<>());
    }

    void add(String name, double seconds) {
        uses.merge(name, new Use(1, seconds), (a, b) -> new Use(a.times + b.times, a.seconds + b.seconds));
    }
}
