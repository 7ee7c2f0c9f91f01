package hangolo.models.weights.file;

import static org.junit.jupiter.api.Assertions.assertTrue;

import hangolo.fuzz.Budget;
import hangolo.fuzz.ByteMutator;
import hangolo.fuzz.Fuzz;
import hangolo.fuzz.Mutator;
import hangolo.fuzz.ZipMutator;
import hangolo.models.weights.Dtype;
import hangolo.models.weights.StoredTensor;
import hangolo.models.weights.TensorSource;
import hangolo.models.weights.WeightFileException;
import hangolo.models.weights.checkpoint.AdamStateSource;
import hangolo.models.weights.checkpoint.CheckpointContent;
import hangolo.models.weights.checkpoint.CheckpointFile;
import hangolo.models.weights.checkpoint.CheckpointLosses;
import hangolo.models.weights.checkpoint.ParameterGroup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Damaged weight files and checkpoints open or are refused, and nothing but data comes out of them. */
class WeightFuzzTest {
    /**
     * Fixed: windows and tables of the five times a file is opened, and the tensors that the test asks for. For each byte: an
     * instruction of one byte makes an object of up to 100 bytes, shown by {@code inspect} as text, five times over; a deflated byte becomes
     * hundreds.
     */
    private static final Budget BUDGET = new Budget(24L << 20, 2000);

    private static final int MOST_TENSORS = 10;
    private static final long LARGEST_TENSOR = 1 << 16;
    /** What a few repeated elements may stand for; else no more than the file has, deflated at the best rate there is. */
    private static final long MOST_ELEMENTS = 1 << 22;

    private static final long MOST_ELEMENTS_PER_BYTE = 1032;
    private static final Set<Class<?>> DOCUMENTED = Set.of(WeightFileException.class);
    private static final ByteMutator BYTES = new ByteMutator(
            "PK\3\4",
            "PK\1\2",
            "PK\5\6",
            "PK\6\6",
            "\200\2",
            "ctorch\n",
            "q\0",
            "h\0",
            "(",
            ")",
            "]",
            "}",
            "t",
            "R",
            "u",
            ".",
            "QK",
            "X\4\0\0\0",
            "storage",
            "data.pkl",
            "\"F32\"",
            "\"shape\":[",
            "\"data_offsets\":",
            "{",
            "[",
            "99999999999");

    @TempDir
    Path folder;

    private static List<byte[]> pickles(String start) throws IOException {
        List<byte[]> found = new ArrayList<>();
        try (Stream<Path> files = Files.list(Path.of("..", "verify", "goldens", "pickles"))) {
            List<Path> matching = files.filter(f -> f.getFileName().toString().matches(start + ".*[.]pth"))
                    .sorted()
                    .toList();
            for (Path file : matching) {
                found.add(Files.readAllBytes(file));
            }
        }
        return found;
    }

    @Test
    void zip() throws IOException, InterruptedException {
        List<byte[]> good = pickles("(zip|evil_zip|truncated_zip|out_of)");
        good.add(checkpoint());
        Mutator pickles = Mutator.anyOf(new PickleMutator(), BYTES);
        Mutator mutator =
                Mutator.anyOf(new ZipMutator(pickles, "data.pkl"), new ZipMutator(pickles, "data.pkl"), BYTES);
        new Fuzz("PyTorch zip", good, mutator, BUDGET, DOCUMENTED, WeightFuzzTest::read).run(folder);
    }

    @Test
    void legacy() throws IOException, InterruptedException {
        List<byte[]> good = pickles("(legacy|evil_legacy|evil_plain|truncated_legacy)");
        Mutator mutator = Mutator.anyOf(new PickleMutator(), BYTES);
        new Fuzz("PyTorch legacy", good, mutator, BUDGET, DOCUMENTED, WeightFuzzTest::read).run(folder);
    }

    @Test
    void safetensors() throws IOException, InterruptedException {
        Path file = folder.resolve("good");
        SafetensorsWriter.write(
                file,
                List.of(
                        TensorSource.of("a.b", new long[] {2, 3}, new float[6]),
                        TensorSource.ofLongs("n", new long[] {4}, new long[] {1, 2, 3, 4})),
                Map.of("k", "v"));
        byte[] good = Files.readAllBytes(file);
        Files.delete(file);
        new Fuzz("safetensors", List.of(good), BYTES, BUDGET, DOCUMENTED, WeightFuzzTest::read).run(folder);
    }

    private byte[] checkpoint() throws IOException {
        TensorSource weight = TensorSource.of("xtts.gpt.final_norm.bias", new long[] {2}, new float[] {1, 2});
        TensorSource mean = TensorSource.of("m", new long[] {2}, new float[2]);
        Path file = folder.resolve("checkpoint");
        CheckpointFile.write(
                file,
                new CheckpointContent(
                        Map.of("epochs", 3L, "languages", List.of("hu")),
                        List.of(weight),
                        List.of(new ParameterGroup(Map.of("lr", 1e-6), List.of("gpt.final_norm.bias"))),
                        List.of(new AdamStateSource("gpt.final_norm.bias", 3, mean, mean)),
                        7,
                        1,
                        "December 06, 2023",
                        new CheckpointLosses(OptionalDouble.of(1.5), OptionalDouble.empty()),
                        Map.of("seed", 1L)));
        byte[] bytes = Files.readAllBytes(file);
        Files.delete(file);
        return bytes;
    }

    /** All that the program does with such a file. */
    private static void read(Path path) throws IOException {
        long bytes = Files.size(path);
        try (WeightFile file = WeightFile.open(path)) {
            onlyData(file.root());
            file.tensors()
                    .values()
                    .forEach(t -> assertTrue(
                            count(t) <= Math.max(MOST_ELEMENTS, MOST_ELEMENTS_PER_BYTE * bytes),
                            () -> t + " of " + bytes + " bytes"));
            file.tensors().values().stream()
                    .filter(t ->
                            count(t) <= LARGEST_TENSOR && t.dtype() != Dtype.COMPLEX64 && t.dtype() != Dtype.COMPLEX128)
                    .limit(MOST_TENSORS)
                    .forEach(t -> assertTrue(t.floats().length == count(t)));
        }
        Inspection.of(path);
        readCheckpoint(path);
    }

    /** Most of these files are no checkpoints: that they are refused then does not count. */
    private static void readCheckpoint(Path path) {
        try (CheckpointFile checkpoint = CheckpointFile.read(path)) {
            checkpoint.weights();
            checkpoint.config();
            checkpoint.extra();
            checkpoint.losses();
            checkpoint.optimizer();
        } catch (WeightFileException e) {
            assertTrue(e.getMessage().startsWith(path.toString()), e::getMessage);
        }
    }

    private static long count(StoredTensor tensor) {
        long count = 1;
        for (long size : tensor.shape()) {
            count *= size;
        }
        return count;
    }

    /** Whatever the pickle names, only the documented kinds of data may be in memory: no object of a class it asked for. */
    private static void onlyData(Object root) {
        Map<Object, Boolean> seen = new IdentityHashMap<>();
        List<Object> open = new ArrayList<>(java.util.Arrays.asList(root));
        while (!open.isEmpty()) {
            Object value = open.remove(open.size() - 1);
            if (value == null || seen.put(value, true) != null) {
                continue;
            }
            if (value instanceof Map<?, ?> map) {
                open.addAll(map.keySet());
                open.addAll(map.values());
            } else if (value instanceof Collection<?> values) {
                open.addAll(values);
            } else {
                assertTrue(
                        value instanceof String
                                || value instanceof Number
                                || value instanceof Boolean
                                || value instanceof byte[]
                                || List.of("hangolo.models.weights", "hangolo.models.weights.pickle")
                                        .contains(value.getClass().getPackageName()),
                        () -> "a pickle made a " + value.getClass());
            }
        }
    }
}
