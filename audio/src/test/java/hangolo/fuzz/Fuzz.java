package hangolo.fuzz;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Feeds damaged files to one reader and looks for four faults: an exception that the reader does not document or that says
 * nothing, a hang, more memory than the file justifies, and anything done besides reading.
 *
 * <p>{@code -Dhangolo.fuzz=N} sets the number of executions for each reader, {@code -Dhangolo.fuzz.seed=S} the seed. A failure names seed
 * and number; {@code -Dhangolo.fuzz.only=NUMBER} repeats that one alone.
 */
public final class Fuzz {
    private static final int EXECUTIONS = Integer.getInteger("hangolo.fuzz", 1000);
    private static final long SEED = Long.getLong("hangolo.fuzz.seed", 20261124L);
    private static final int ONLY = Integer.getInteger("hangolo.fuzz.only", -1);
    /** A hang, not slowness: long enough for a busy machine. */
    private static final long LONGEST_NANOS = 180_000_000_000L;

    private static final int MOST_FAILURES = 8;
    /** Direct memory that the JDK keeps for its own reading. */
    private static final long OWN_BUFFERS = 4L << 20;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** A reader under test. */
    @FunctionalInterface
    public interface Reader {
        /** Reads the file as the program would; throws only what it documents. */
        void read(Path file) throws Exception;
    }

    private final String name;
    private final List<byte[]> good;
    private final Mutator mutator;
    private final Budget budget;
    private final Set<Class<?>> documented;
    private final Reader reader;
    private final Map<String, String> failures = new LinkedHashMap<>();
    private volatile long began = Long.MAX_VALUE;
    private volatile int number;
    private volatile int refused;
    private Path folder = Path.of("");
    private long mostBytes;
    private long longestNanos;

    /**
     * A fuzz test.
     *
     * @param name of the reader
     * @param good files to damage
     * @param documented the exceptions by which the reader may refuse a file, exactly these classes
     */
    public Fuzz(
            String name, List<byte[]> good, Mutator mutator, Budget budget, Set<Class<?>> documented, Reader reader) {
        this.name = name;
        this.good = good;
        this.mutator = mutator;
        this.budget = budget;
        this.documented = documented;
        this.reader = reader;
    }

    /**
     * Runs it in an empty folder and fails the test if there is a fault, or if the damage is always or never noticed.
     *
     * @param emptyFolder where the damaged files are written
     */
    public void run(Path emptyFolder) throws IOException, InterruptedException {
        PrintStream out = System.out;
        System.setOut(new PrintStream(OutputStream.nullOutputStream())); // some libraries talk about every fault
        try {
            runIn(emptyFolder, out);
        } finally {
            System.setOut(out);
        }
    }

    private void runIn(Path emptyFolder, PrintStream out) throws IOException, InterruptedException {
        folder = emptyFolder;
        for (byte[] file : good) {
            tryReading(file); // classes are loaded and caches filled before anything is measured
        }
        long mapped = pool("mapped");
        long direct = pool("direct");
        Set<String> before = files(Path.of(""));
        long start = System.nanoTime();
        runWatched();
        assertTrue(pool("mapped") <= mapped, name + " leaves files mapped");
        assertTrue(pool("direct") <= direct + OWN_BUFFERS, name + " keeps direct memory");
        assertTrue(files(Path.of("")).equals(before), name + " leaves files: " + files(Path.of("")));
        assertTrue(files(folder).size() <= 1, name + " leaves files: " + files(folder));
        assertTrue(ProcessHandle.current().children().findAny().isEmpty(), name + " starts programs");
        int executions = ONLY >= 0 ? 1 : EXECUTIONS;
        out.printf(
                "fuzz %s: %d executions, %d refused, %d faults, most memory %d kB, longest %d ms, %d s in all, seed %d%n",
                name,
                executions,
                refused,
                failures.size(),
                mostBytes >> 10,
                longestNanos / 1_000_000,
                (System.nanoTime() - start) / 1_000_000_000L,
                SEED);
        assertTrue(failures.isEmpty(), () -> String.join("\n", failures.values()));
        if (executions >= 1000 && !documented.isEmpty()) {
            assertTrue(refused > executions / 100 && refused < executions, refused + " of " + executions + " refused");
        }
    }

    /** The test's thread watches the thread that reads: one that never returns could not watch itself. */
    private void runWatched() throws InterruptedException {
        Thread worker = new Thread(this::executeAll, "fuzz " + name);
        worker.setDaemon(true);
        worker.start();
        while (worker.isAlive()) {
            worker.join(100);
            if (System.nanoTime() - began > LONGEST_NANOS && began != Long.MAX_VALUE) {
                fail(where() + " hangs:\n    "
                        + Arrays.stream(worker.getStackTrace())
                                .map(Object::toString)
                                .collect(Collectors.joining("\n    ")));
            }
        }
    }

    private void executeAll() {
        int first = Math.max(0, ONLY);
        int last = ONLY >= 0 ? ONLY + 1 : EXECUTIONS;
        try {
            for (int n = first; n < last && failures.size() < MOST_FAILURES; n++) {
                number = n;
                execute(new SplittableRandom(SEED * 1_000_003 + n));
            }
        } catch (RuntimeException e) {
            failures.put("test", where() + " fails before it reads: " + e);
        }
    }

    private void execute(SplittableRandom random) {
        byte[] damaged = mutator.mutate(good.get(random.nextInt(good.size())), random);
        try {
            Path file = Files.write(folder.resolve("damaged"), damaged);
            long self = Thread.currentThread().getId();
            long bytesBefore = THREADS.getThreadAllocatedBytes(self);
            long start = System.nanoTime();
            began = start;
            readOrRefuse(file, damaged);
            began = Long.MAX_VALUE;
            longestNanos = Math.max(longestNanos, System.nanoTime() - start);
            long bytes = THREADS.getThreadAllocatedBytes(self) - bytesBefore;
            mostBytes = Math.max(mostBytes, bytes);
            if (bytes > budget.of(damaged.length)) {
                fault("memory", "takes " + bytes + " bytes for a file of " + damaged.length, damaged);
            }
        } catch (IOException e) {
            fault("disk", e.toString(), damaged);
        }
    }

    private void readOrRefuse(Path file, byte[] damaged) {
        try {
            reader.read(file);
        } catch (Throwable e) {
            refused++;
            String message = String.valueOf(e.getMessage());
            if (!documented.contains(e.getClass())) {
                String trace = Arrays.stream(e.getStackTrace())
                        .limit(12)
                        .map(Object::toString)
                        .collect(Collectors.joining("\n    "));
                fault(e.getClass() + " " + firstLine(trace), "throws " + e + "\n    " + trace, damaged);
            } else if (!message.contains("damaged")
                    || message.length() < file.toString().length() + 12) {
                fault(
                        "message " + message.length(),
                        "refuses without naming the file and the reason: " + message,
                        damaged);
            }
        }
    }

    private static String firstLine(String text) {
        return text.lines().findFirst().orElse("");
    }

    private void tryReading(byte[] file) throws IOException {
        try {
            reader.read(Files.write(folder.resolve("damaged"), file));
        } catch (Throwable e) {
            assertTrue(documented.contains(e.getClass()), () -> name + " cannot read its good file: " + e);
        }
    }

    /** One report for each kind of fault. */
    private void fault(String kind, String what, byte[] damaged) {
        if (failures.containsKey(kind)) {
            return;
        }
        String kept;
        try {
            Path file = Path.of("target", "fuzz-" + name.replace(' ', '-') + "-" + number + ".bin");
            kept = Files.write(file, damaged).toString();
        } catch (IOException e) {
            kept = "not kept, " + e;
        }
        failures.put(kind, where() + " " + what + "\n    file: " + kept);
    }

    private String where() {
        return name + ", execution " + number + " (-Dhangolo.fuzz.seed=" + SEED + " -Dhangolo.fuzz.only=" + number
                + ")";
    }

    private static long pool(String kind) {
        return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                .filter(pool -> pool.getName().equals(kind))
                .mapToLong(BufferPoolMXBean::getMemoryUsed)
                .sum();
    }

    private static Set<String> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder.toAbsolutePath())) {
            return files.map(f -> f.getFileName().toString()).collect(Collectors.toCollection(TreeSet::new));
        }
    }
}
