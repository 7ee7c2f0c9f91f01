package hangolo.models.xtts;

import static org.junit.jupiter.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assumptions;

/** Arrays that the original software computed, with a tolerance for each. Tests that need them are skipped without them. */
final class Goldens {

    private static final Pattern SHAPE = Pattern.compile("'shape': \\(([^)]*)\\)");

    private final Path root;
    private final JsonNode extra;
    private final Map<String, JsonNode> arrays = new HashMap<>();

    private Goldens(Path root) throws IOException {
        this.root = root;
        JsonNode manifest =
                new ObjectMapper().readTree(Files.readString(root.resolve("manifest.json"), StandardCharsets.UTF_8));
        this.extra = manifest.path("extra");
        manifest.path("arrays").forEach(a -> arrays.put(a.path("name").asText(), a));
    }

    static Goldens find() throws IOException {
        String property = System.getProperty("hangolo.goldens", "");
        Path root = Path.of(property.isEmpty() ? "../../shared/goldens/open" : property);
        if (!Files.exists(root.resolve("manifest.json"))) {
            String reason = "no reference data at " + root.toAbsolutePath().normalize() + ", set -Dhangolo.goldens";
            System.out.println("SKIPPED: " + reason);
            Assumptions.abort(reason);
        }
        return new Goldens(root);
    }

    Path path(String name) {
        return root.resolve(name);
    }

    List<String> names(String folder) {
        return arrays.keySet().stream()
                .filter(n -> n.startsWith(folder))
                .sorted()
                .toList();
    }

    JsonNode extra() {
        return extra;
    }

    boolean has(String name) {
        return arrays.containsKey(name);
    }

    /** Values in C order. */
    record Array(int[] shape, float[] values) {

        int[] ints() {
            return IntStream.range(0, values.length)
                    .map(i -> Math.round(values[i]))
                    .toArray();
        }

        /** [batch, channels, time] or [channels, time] as rows of time: [batch · time, channels]. */
        float[] timeMajor() {
            int axes = shape.length;
            int time = shape[axes - 1];
            int channels = shape[axes - 2];
            float[] result = new float[values.length];
            for (int i = 0; i < values.length; i++) {
                int batch = i / (time * channels);
                int channel = i / time % channels;
                result[(batch * time + i % time) * channels + channel] = values[i];
            }
            return result;
        }
    }

    Array array(String name) throws IOException {
        ByteBuffer data = ByteBuffer.wrap(Files.readAllBytes(root.resolve("arrays/" + name + ".npy")))
                .order(ByteOrder.LITTLE_ENDIAN);
        int header = data.getShort(8) & 0xffff;
        String text = new String(data.array(), 10, header, StandardCharsets.ISO_8859_1);
        Matcher shape = SHAPE.matcher(text);
        if (!shape.find() || text.contains("'fortran_order': True") || data.get(6) != 1) {
            throw new IOException(name + ": unexpected npy header " + text);
        }
        int[] sizes = Arrays.stream(shape.group(1).split(","))
                .map(String::trim)
                .filter(s -> !s.isEmpty())
                .mapToInt(Integer::parseInt)
                .toArray();
        float[] values = new float[Arrays.stream(sizes).reduce(1, Math::multiplyExact)];
        boolean integers = text.contains("<i8");
        data.position(10 + header);
        for (int i = 0; i < values.length; i++) {
            values[i] = integers ? data.getLong() : data.getFloat();
        }
        return new Array(sizes, values);
    }

    /** Compares with the array's own tolerance. */
    void check(String name, float[] found) throws IOException {
        compare(name, array(name).values(), found, Set.of());
    }

    /** Compares [time, channels] with an array [channels, time]. */
    void checkTimeMajor(String name, float[] found) throws IOException {
        compare(name, array(name).timeMajor(), found, Set.of());
    }

    /** The flat indices that an array lists; none if there is no such array. */
    Set<Integer> indices(String name) throws IOException {
        Set<Integer> indices = new HashSet<>();
        if (has(name)) {
            Arrays.stream(array(name).ints()).forEach(indices::add);
        }
        return indices;
    }

    /** Compares all but some entries. */
    void checkWithout(String name, Set<Integer> left, float[] found) throws IOException {
        compare(name, array(name).values(), found, left);
    }

    private long outside(String name, float[] expected, float[] found, Set<Integer> left) {
        JsonNode tolerance = arrays.get(name).path("tolerance");
        double absolute = tolerance.path("atol").asDouble();
        double relative = tolerance.path("rtol").asDouble();
        return IntStream.range(0, expected.length)
                .filter(i -> !left.contains(i) && !near(expected[i], found[i], absolute, relative))
                .count();
    }

    private void compare(String name, float[] expected, float[] found, Set<Integer> left) {
        if (expected.length != found.length) {
            fail(name + ": " + found.length + " values, expected " + expected.length);
        }
        long outside = outside(name, expected, found, left);
        if (outside > 0) {
            int worst = IntStream.range(0, expected.length)
                    .filter(i -> !left.contains(i))
                    .reduce((a, b) -> Math.abs(expected[a] - found[a]) >= Math.abs(expected[b] - found[b]) ? a : b)
                    .orElseThrow();
            fail(name + ": " + outside + " of " + expected.length + " values outside of "
                    + arrays.get(name).path("tolerance") + "; largest at " + worst + ": expected " + expected[worst]
                    + ", found " + found[worst]);
        }
    }

    private static boolean near(float expected, float found, double absolute, double relative) {
        return expected == found || Math.abs(expected - found) <= absolute + relative * Math.abs(expected);
    }
}
