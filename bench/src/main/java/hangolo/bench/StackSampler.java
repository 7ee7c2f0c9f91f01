package hangolo.bench;

import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Where a thread spends its time: its stack, looked at every few milliseconds, and counted by the innermost method of the
 * engine. The thread that opened a pass does its share of every operation, so its time is the step's time.
 */
final class StackSampler implements AutoCloseable {

    private static final long EVERY_MS = 4;
    private static final String ENGINE = "hangolo.engine.cpu.";
    private static final int SHOWN = 25;

    private final Map<String, Integer> counts = new TreeMap<>();
    private final Thread sampled;
    private final Thread sampler;
    private volatile boolean running = true;

    /** Starts to look at the calling thread. */
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

    /** The innermost method of the engine that is not one of its general tools, and who called it there. */
    private static String place(StackTraceElement[] stack) {
        String inner = "";
        for (StackTraceElement frame : stack) {
            if (frame.getClassName().startsWith(ENGINE) && !frame.getClassName().contains("$$")) {
                String name = frame.getClassName().substring(ENGINE.length()) + "."
                        + frame.getMethodName().replaceAll("lambda\\$(\\w+)\\$\\d+", "$1");
                if (!name.startsWith("Workers") && !name.startsWith("Primitive") && !name.endsWith(".blocks")) {
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
