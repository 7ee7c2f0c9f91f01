package hangolo.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A Java process of its own for each measurement: peak memory is that of a process, and two models do not fit into memory. */
final class Child {

    /**
     * The Java heap holds no tensors; JavaCPP counts no bytes, as libtorch does not let it; an empty library path keeps a
     * libtorch of the system from being mixed into ours.
     */
    private static final List<String> OPTIONS = List.of(
            "-Xmx256m",
            "-Dorg.bytedeco.javacpp.maxbytes=0",
            "-Dorg.bytedeco.javacpp.maxphysicalbytes=0",
            "-Djava.library.path=");

    private Child() {}

    /** Times a variant. */
    static Measurement measure(Variant variant, int steps, int clips) throws IOException, InterruptedException {
        System.err.printf("%s, %d clips%n", variant.key(), clips);
        return run(variant.environment(), OneVariant.class, variant.key(), "" + steps, "" + clips).stream()
                .filter(Measurement::isLine)
                .map(Measurement::read)
                .findFirst()
                .orElseThrow(() -> new IOException(variant.key() + " ended without a measurement"));
    }

    /** The lines that a main class prints; an {@link IOException} if it fails. Its standard error is inherited. */
    static List<String> run(Map<String, String> environment, Class<?> main, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(OPTIONS);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        environment.forEach(builder.environment()::putIfAbsent);
        Process process = builder.start();
        // Not left behind if this process is ended.
        Thread end = new Thread(process::destroy);
        Runtime.getRuntime().addShutdownHook(end);
        List<String> lines;
        try (BufferedReader reader =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            lines = reader.lines().toList();
        }
        int code = process.waitFor();
        Runtime.getRuntime().removeShutdownHook(end);
        if (code != 0) {
            throw new IOException(main.getSimpleName() + " " + String.join(" ", arguments) + " failed with exit code "
                    + code + "\n" + String.join("\n", lines));
        }
        return lines;
    }
}
