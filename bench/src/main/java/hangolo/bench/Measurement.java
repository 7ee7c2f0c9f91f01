package hangolo.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * What a process measured of a variant; medians.
 *
 * @param forward to the losses, in seconds
 * @param backward to the gradients, in seconds
 * @param update AdamW, in seconds
 * @param whole the step, in seconds
 * @param matmuls the same matrix multiplications alone, in seconds
 * @param operations multiplications and additions in them
 * @param tokens of the step, padding not counted
 * @param peakGib peak resident memory of the process
 */
record Measurement(
        double forward,
        double backward,
        double update,
        double whole,
        double matmuls,
        double operations,
        int tokens,
        double peakGib) {

    private static final String MARK = "measured";

    double tokensPerSecond() {
        return tokens / whole;
    }

    double gigaflops() {
        return operations / whole / 1e9;
    }

    /** Relative to the speed of the matrix multiplications alone. */
    double share() {
        return matmuls / whole;
    }

    /** As a line that {@link #read} understands. */
    String line() {
        return String.format(
                Locale.ROOT,
                MARK + " %s %s %s %s %s %s %d %s",
                forward,
                backward,
                update,
                whole,
                matmuls,
                operations,
                tokens,
                peakGib);
    }

    static boolean isLine(String line) {
        return line.startsWith(MARK + " ");
    }

    static Measurement read(String line) {
        String[] parts = line.split(" ");
        double[] values = new double[parts.length - 1];
        for (int i = 0; i < values.length; i++) {
            values[i] = Double.parseDouble(parts[i + 1]);
        }
        return new Measurement(
                values[0], values[1], values[2], values[3], values[4], values[5], (int) values[6], values[7]);
    }

    /** Peak resident memory of this process where the system tells it, else not a number. */
    static double peakOfThisProcess() throws IOException {
        Path status = Path.of("/proc/self/status");
        if (!Files.isReadable(status)) {
            return Double.NaN;
        }
        return Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("VmHWM:"))
                .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")) / (1 << 20))
                .findFirst()
                .orElse(Double.NaN);
    }
}
