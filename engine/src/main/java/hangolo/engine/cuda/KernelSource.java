package hangolo.engine.cuda;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The source of all kernels, and their parameters.
 *
 * @param text CUDA C++ that needs no header
 */
record KernelSource(String text) {

    /** The type of a parameter. */
    enum Kind {
        /** A 64-bit integer or an address. */
        WIDE,
        /** A 32-bit integer. */
        INT,
        /** An fp32 number. */
        FLOAT
    }

    /** The files in order of dependency; norms use columns.cu. */
    static final List<String> FILES = List.of(
            "common.cuh",
            "columns.cu",
            "elementwise.cu",
            "norms.cu",
            "groupnorm.cu",
            "rows.cu",
            "convolutions.cu",
            "attention.cu",
            "losses.cu",
            "optimizer.cu");

    private static final Pattern KERNEL = Pattern.compile("__global__ void (\\w+)\\(([^)]*)\\)");

    /** The kernels of this program. */
    static KernelSource shipped() {
        StringBuilder text = new StringBuilder();
        for (String file : FILES) {
            try (InputStream in = KernelSource.class.getResourceAsStream(file)) {
                text.append("#line 1 \"").append(file).append("\"\n");
                text.append(new String(in.readAllBytes(), StandardCharsets.UTF_8));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return new KernelSource(text.toString());
    }

    /** The parameters of each kernel by its name. */
    Map<String, List<Kind>> kernels() {
        Map<String, List<Kind>> kernels = new LinkedHashMap<>();
        Matcher matcher = KERNEL.matcher(text);
        while (matcher.find()) {
            kernels.put(
                    matcher.group(1),
                    Arrays.stream(matcher.group(2).split(","))
                            .map(KernelSource::kind)
                            .toList());
        }
        return kernels;
    }

    private static Kind kind(String parameter) {
        if (parameter.contains("*") || parameter.strip().startsWith("wide ")) {
            return Kind.WIDE;
        }
        return parameter.strip().startsWith("float ") ? Kind.FLOAT : Kind.INT;
    }

    /** A hash of the source. */
    String hash() {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
