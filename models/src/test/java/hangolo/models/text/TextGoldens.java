package hangolo.models.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** The reference data outside the repository, where there is any. */
final class TextGoldens {

    private TextGoldens() {}

    /** A file below the reference data, or the test is skipped, loudly. */
    static Path file(String path) {
        Optional<Path> found =
                folders().map(f -> f.resolve(path)).filter(Files::exists).findFirst();
        if (found.isEmpty()) {
            System.out.println("SKIPPED: no reference data " + path + " (set -Dhangolo.goldens)");
            Assumptions.abort("no reference data " + path);
        }
        return found.get();
    }

    private static Stream<Path> folders() {
        Stream.Builder<Path> folders = Stream.builder();
        Optional.ofNullable(System.getProperty("hangolo.goldens")).map(Path::of).ifPresent(folders);
        for (Path dir = Path.of("").toAbsolutePath(); dir != null; dir = dir.getParent()) {
            folders.add(dir.resolve("shared/goldens/open"));
        }
        return folders.build();
    }

    /**
     * A text of the reference.
     *
     * @param cleaned empty where the reference itself fails
     */
    record Text(
            String language,
            String text,
            Optional<String> cleaned,
            String encoderInput,
            int[] idsOwnVocabulary,
            int[] idsTestVocabulary) {}

    static List<Text> texts() throws IOException {
        List<Text> texts = new ArrayList<>();
        for (JsonNode node : new ObjectMapper()
                .readTree(file("json/tokenizer.json").toFile())
                .path("texts")) {
            texts.add(new Text(
                    node.path("language").asText(),
                    node.path("text").asText(),
                    node.has("cleaned") ? Optional.of(node.path("cleaned").asText()) : Optional.empty(),
                    node.path("encoder_input").asText(),
                    ids(node.path("ids_own_vocab")),
                    ids(node.path("ids_test_vocab"))));
        }
        return texts;
    }

    private static int[] ids(JsonNode list) {
        int[] ids = new int[list.size()];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = list.get(i).asInt();
        }
        return ids;
    }
}
