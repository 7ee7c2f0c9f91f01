package hangolo.app.demo;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The files of the demo in the jar: sentences and model, from {@code models/demo}. */
final class DemoFiles {

    static final String CHECKPOINT = "checkpoint_phase1.pth";
    static final String CONFIG_FILE = "phase2.yaml";
    static final List<String> MODEL =
            List.of("config.json", "vocab.json", "model.pth", "dvae.pth", "mel_stats.pth", CHECKPOINT);

    private static final String FOLDER = "/hangolo/demo/";

    private DemoFiles() {}

    /** The lines of {@code sentences/<name>.txt}. */
    static List<String> sentences(String name) {
        return new String(bytes("sentences/" + name + ".txt"), StandardCharsets.UTF_8)
                .lines()
                .filter(line -> !line.isBlank())
                .toList();
    }

    /** Copies a file from the jar into a folder. */
    static Path copy(String name, Path folder) throws IOException {
        Files.createDirectories(folder);
        Path target = folder.resolve(name);
        Files.write(target, bytes(name));
        return target;
    }

    private static byte[] bytes(String name) {
        try (InputStream in = DemoFiles.class.getResourceAsStream(FOLDER + name)) {
            if (in == null) {
                throw new IllegalStateException(
                        "this build has no demo file " + name
                                + ".\nIt may have been built without models/demo; CONTRIBUTING.md says how to create that folder.");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("reading the demo file " + name, e);
        }
    }
}
