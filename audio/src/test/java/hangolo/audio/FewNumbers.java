package hangolo.audio;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Numbers to compare with, kept in {@code few-numbers.csv}: name, frame (or bin of the transform), mel bin, value. */
final class FewNumbers {
    record Row(String name, int frame, int bin, double value) {}

    private FewNumbers() {}

    static List<Row> of(String name) {
        try (BufferedReader in = new BufferedReader(new InputStreamReader(
                FewNumbers.class.getResourceAsStream("few-numbers.csv"), StandardCharsets.UTF_8))) {
            return in.lines()
                    .map(line -> line.split(","))
                    .filter(cells -> cells[0].equals(name))
                    .map(c -> new Row(c[0], Integer.parseInt(c[1]), Integer.parseInt(c[2]), Double.parseDouble(c[3])))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
