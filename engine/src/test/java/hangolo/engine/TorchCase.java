package hangolo.engine;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What PyTorch 1.13 computes in double precision for one operation of the kit: {@code torch.tsv}, one array a line, as case,
 * what it is (input, target, result, gradient) and its values.
 */
record TorchCase(String name, List<float[]> inputs, float[] target, float[] result, List<float[]> gradients) {

    static Stream<TorchCase> all() {
        List<String[]> lines = lines();
        return lines.stream()
                .map(line -> line[0])
                .distinct()
                .map(name -> new TorchCase(
                        name,
                        arrays(lines, name, "input"),
                        arrays(lines, name, "target").get(0),
                        arrays(lines, name, "result").get(0),
                        arrays(lines, name, "gradient")));
    }

    private static List<String[]> lines() {
        try (InputStream in = TorchCase.class.getResourceAsStream("torch.tsv")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(line -> line.split("\t"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<float[]> arrays(List<String[]> lines, String name, String what) {
        List<float[]> found = new ArrayList<>();
        for (String[] line : lines) {
            if (line[0].equals(name) && line[1].equals(what)) {
                found.add(floats(line[2].split(" ")));
            }
        }
        return found;
    }

    private static float[] floats(String[] texts) {
        float[] values = new float[texts.length];
        for (int i = 0; i < texts.length; i++) {
            values[i] = Float.parseFloat(texts[i]);
        }
        return values;
    }

    @Override
    public String toString() {
        return name;
    }
}
