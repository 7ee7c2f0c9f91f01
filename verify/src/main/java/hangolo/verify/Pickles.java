package hangolo.verify;

import com.fasterxml.jackson.databind.JsonNode;
import hangolo.models.weights.WeightFileException;
import hangolo.models.weights.file.WeightFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The files in {@code pickles/}: each reads as {@code expected.json} says, or is refused in words and does nothing. */
final class Pickles {

    private static final String FOLDER = "pickles/";
    private static final String EXPECTED = FOLDER + "expected.json";

    /** A file that may be read all the same: "same as zip_dtypes but ...; either a correct load or a clear error". */
    private static final Pattern MAY_BE_READ = Pattern.compile("same as (\\w+).*correct load");

    private static final Pattern HARMFUL = Pattern.compile("call|execut|nothing may run");

    /** What a harmful file would create. */
    private static final Pattern TARGET = Pattern.compile("touch ([/\\w.-]*\\w)|(/(?:tmp|var|home|root)/[/\\w.-]*\\w)");

    private final ReferenceFolder folder;
    private final Checks checks;

    Pickles(ReferenceFolder folder, Checks checks) {
        this.folder = folder;
        this.checks = checks;
    }

    void check() throws IOException {
        JsonNode document = folder.json(EXPECTED);
        JsonNode expected = document.path("expected");
        for (Map.Entry<String, JsonNode> entry : expected.properties()) {
            String name = FOLDER + entry.getKey();
            checks.attempt(name, () -> read(name, entry.getValue()));
        }
        for (Map.Entry<String, JsonNode> entry : document.path("negative").properties()) {
            String name = FOLDER + entry.getKey();
            Matcher like = MAY_BE_READ.matcher(entry.getValue().asText());
            if (like.find()) {
                checks.attempt(name, () -> readOrRefused(name, expected.path(like.group(1) + ".pth")));
            } else {
                boolean harmful = HARMFUL.matcher(entry.getValue().asText()).find();
                checks.attempt(name, () -> refused(name, harmful));
            }
        }
        for (String name : unlisted(document)) {
            checks.failed(FOLDER + name, EXPECTED + " does not say what it holds");
        }
    }

    private void read(String name, JsonNode expected) {
        try (WeightFile file = WeightFile.open(folder.path(name))) {
            PickledContent content = new PickledContent();
            content.compare("", expected, file.root());
            checks.holds(name, content.differences().isEmpty(), String.join("; ", content.differences()));
        }
    }

    private void readOrRefused(String name, JsonNode expected) {
        try {
            read(name, expected);
        } catch (WeightFileException e) {
            checks.holds(name, true, "");
        }
    }

    private void refused(String name, boolean harmful) throws IOException {
        Path file = folder.path(name);
        List<Path> targets = harmful ? targets(file) : List.of();
        try (WeightFile opened = WeightFile.open(file)) {
            checks.failed(name, "was read as " + opened.format() + ", but must be refused");
        } catch (WeightFileException e) {
            checks.holds(name, e.getMessage().contains(file.getFileName().toString()), "the message names no file");
        }
        for (Path target : targets) {
            checks.holds(name, !Files.exists(target), "it created " + target);
        }
    }

    /** Paths in the file's text where there is nothing yet. */
    private static List<Path> targets(Path file) throws IOException {
        Matcher matcher = TARGET.matcher(Files.readString(file, StandardCharsets.ISO_8859_1));
        return matcher.results()
                .map(found -> found.group(1) != null ? found.group(1) : found.group(2))
                .map(Path::of)
                .filter(path -> !Files.exists(path))
                .distinct()
                .toList();
    }

    private List<String> unlisted(JsonNode document) throws IOException {
        try (Stream<Path> files = Files.list(folder.path(FOLDER))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".pth"))
                    .filter(name -> !document.path("expected").has(name)
                            && !document.path("negative").has(name))
                    .toList();
        }
    }
}
