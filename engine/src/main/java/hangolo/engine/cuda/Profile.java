package hangolo.engine.cuda;

import java.util.Map;
import java.util.TreeMap;

/**
 * How long each kind of work takes when the card does one thing at a time.
 *
 * @param uses by the name of the kernel, or {@code product} with its type
 */
public record Profile(Map<String, Use> uses) {

    /**
     * Work of one kind.
     *
     * @param times how often
     * @param seconds all together, starting and waiting included
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
