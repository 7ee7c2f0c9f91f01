package hangolo.bench;

import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Samples the stack of a thread every few milliseconds, and counts the innermost methods of the engine. The thread that opened a
 * pass does its share of every operation, so that its time is that of the step.
 */
final class StackSampler implements AutoCloseable {

    private static final long EVERY_MS = 4;
    private static final String ENGINE = "hangolo.engine.cpu.";
    private static final int SHOWN = 25;

    private final Map<String, Integer> counts = new TreeMap<>();
    private final Thread sampled;
    private final Thread sampler;
    private volatile boolean running = true;

    /** Starts sampling the calling thread. */
    StackSampler() {
        this.sampled = Thread.currentThread();
        this.sampler = new Thread(this::sample, "sampler");
        sampler.setDaemon(true);
        sampler.start();
    }

    private void sample() {
        while (running) {
            counts.merge(place(sampled.getStackTrace()), 1, Integer::sum);
            try {
                Thread.sleep(EVERY_MS);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    /** The innermost method of the engine that is no general tool, and its caller in the engine. */
    private static String place(StackTraceElement[] stack) {
        String inner = "";
        for (StackTraceElement frame : stack) {
            if (frame.getClassName().startsWith(ENGINE) && !frame.getClassName().contains("$$")) {
                String name = frame.getClassName().substring(ENGINE.length()) + "."
                        + frame.getMethodName().replaceAll("lambda\\$(\\w+)\\$\\d+", "$1");
                if (!name.startsWith("ThreadPool") && !name.startsWith("Primitive") && !name.endsWith(".chunks")) {
                    if (inner.isEmpty()) {
                        inner = name;
                    } else if (!name.equals(inner)) {
                        return inner + " < " + name;
                    }
                }
            }
        }
        return inner.isEmpty() ? "outside of the engine" : inner;
    }

    /** Stops and prints the places with the most samples, as shares of all. */
    @Override
    public void close() {
        running = false;
        try {
            sampler.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        int all = counts.values().stream().mapToInt(Integer::intValue).sum();
        counts.entrySet().stream()
                .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
                .limit(SHOWN)
                .forEach(e -> System.out.printf(Locale.ROOT, "%5.1f %% %s%n", 100.0 * e.getValue() / all, e.getKey()));
    }
}
