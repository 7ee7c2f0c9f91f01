package hangolo.app.record;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import hangolo.base.WholeFile;
import hangolo.rules.facts.ListenerScores;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalDouble;

/** What a listener gave: {@code scores.json} in a run folder. */
public final class ScoreFile {

    /** The file's name in a run folder. */
    public static final String FILE = "scores.json";

    private static final ObjectMapper JSON = new ObjectMapper();

    private ScoreFile() {}

    /** The scores of a run, empty if nobody listened yet. */
    public static Optional<ListenerScores> read(Path folder) {
        Path file = folder.resolve(FILE);
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try {
            JsonNode node = JSON.readTree(Files.readString(file));
            return Optional.of(new ListenerScores(
                    score(node, "smoothness"),
                    score(node, "naturalness"),
                    score(node, "emotion"),
                    score(node, "overall")));
        } catch (JsonProcessingException e) {
            throw new RecordException(file + " is no JSON: " + e.getOriginalMessage() + ".\nGive the scores anew.");
        } catch (IllegalArgumentException e) {
            throw new RecordException(file + ": " + e.getMessage());
        } catch (IOException e) {
            throw new RecordException(file + " cannot be read: " + e.getMessage());
        }
    }

    /** Writes the scores of a run; earlier ones are replaced. */
    public static void write(Path folder, ListenerScores scores) {
        ObjectNode node = JSON.createObjectNode();
        scores.smoothness().ifPresent(value -> node.put("smoothness", value));
        scores.naturalness().ifPresent(value -> node.put("naturalness", value));
        scores.emotion().ifPresent(value -> node.put("emotion", value));
        scores.overall().ifPresent(value -> node.put("overall", value));
        try {
            WholeFile.write(folder.resolve(FILE), node.toPrettyString() + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static OptionalDouble score(JsonNode node, String name) {
        JsonNode value = node.path(name);
        return value.isNumber() ? OptionalDouble.of(value.doubleValue()) : OptionalDouble.empty();
    }
}
