package hangolo.engine;

import hangolo.engine.samediff.SameDiffBackend;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The op kit for a machine that has no ND4J and no JUnit: what SameDiff computes in double precision for every case is written to
 * a file, and a backend is compared with the file. A line is a case, {@code result} or the number of an input, and the values.
 */
public final class OpOracle {

    private static final long SEED = 5;
    private static final String RESULT = "result";

    private OpOracle() {}

    /** Writes what SameDiff computes. */
    static void write(Path file) throws IOException {
        List<String> lines = new ArrayList<>();
        try (Backend oracle = SameDiffBackend.inDouble()) {
            OpCase.differentiable().forEach(op -> {
                try (OpRun run = new OpRun(oracle, op, SEED)) {
                    lines.add(line(op, RESULT, run.result()));
                    List<float[]> gradients = run.gradients();
                    for (int i = 0; i < gradients.size(); i++) {
                        lines.add(line(op, Integer.toString(i), gradients.get(i)));
                    }
                }
            });
            OpCase.forwardOnly().forEach(op -> {
                try (OpRun run = new OpRun(oracle, op, SEED)) {
                    lines.add(line(op, RESULT, run.inference()));
                }
            });
        }
        Files.write(file, lines);
    }

    private static String line(OpCase op, String what, float[] values) {
        StringBuilder line =
                new StringBuilder(op.name()).append('\t').append(what).append('\t');
        for (float value : values) {
            line.append(value).append(' ');
        }
        return line.toString();
    }

    /**
     * Compares a backend with the file.
     *
     * @param tolerance largest error of a value, in units of the largest value of its array
     * @return a sentence for each array that differs
     */
    public static List<String> failures(Backend backend, Path file, double tolerance) throws IOException {
        List<String> failures = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            String[] parts = line.split("\t");
            OpCase op = Stream.concat(OpCase.differentiable(), OpCase.forwardOnly())
                    .filter(c -> c.name().equals(parts[0]))
                    .findFirst()
                    .orElseThrow();
            try (OpRun run = new OpRun(backend, op, SEED)) {
                float[] found = found(run, op, parts[1]);
                difference(parts[2].strip().split(" "), found, tolerance)
                        .ifPresent(where -> failures.add(parts[0] + ", " + parts[1] + " " + where));
            }
        }
        return failures;
    }

    private static float[] found(OpRun run, OpCase op, String what) {
        boolean forward = OpCase.forwardOnly().anyMatch(c -> c.name().equals(op.name()));
        if (what.equals(RESULT)) {
            return forward ? run.inference() : run.result();
        }
        return run.gradients().get(Integer.parseInt(what));
    }

    private static Optional<String> difference(String[] expected, float[] found, double tolerance) {
        if (expected.length != found.length) {
            return Optional.of("has " + found.length + " values, expected " + expected.length);
        }
        double largest = 1e-3;
        for (String value : expected) {
            largest = Math.max(largest, Math.abs(Float.parseFloat(value)));
        }
        for (int i = 0; i < found.length; i++) {
            double error = Math.abs(Double.parseDouble(expected[i]) - found[i]) / largest;
            if (!(error <= tolerance)) {
                return Optional.of("at " + i + ": expected " + expected[i] + ", found " + found[i]);
            }
        }
        return Optional.empty();
    }
}
