package hangolo.app.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What a command printed and answered. */
public record Ran(int code, String out, String err) {
    static Ran hangolo(Object... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        String[] words = new String[arguments.length];
        for (int i = 0; i < words.length; i++) {
            words[i] = arguments[i] instanceof Path path ? path.toString() : String.valueOf(arguments[i]);
        }
        int code = Main.run(new PrintWriter(out, true), new PrintWriter(err, true), words);
        return new Ran(code, lines(out), lines(err));
    }

    /** Starts the jar of this build as a user does, with more in its environment. */
    public static Ran fatJar(Map<String, String> environment, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-jar",
                System.getProperty("hangolo.jar")));
        command.addAll(List.of(arguments));
        Path err = Files.createTempFile("hangolo", ".err");
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(err.toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        process.getOutputStream().close();
        String out;
        try (InputStream stream = process.getInputStream()) {
            out = new String(stream.readAllBytes(), StandardCharsets.UTF_8).replace("\r\n", "\n");
        }
        int code = process.waitFor();
        String errors = Files.readString(err);
        Files.delete(err);
        return new Ran(code, out, errors);
    }

    private static String lines(StringWriter text) {
        return text.toString().replace("\r\n", "\n");
    }
}
