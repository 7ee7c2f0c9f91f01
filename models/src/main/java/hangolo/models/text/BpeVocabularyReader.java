package hangolo.models.text;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import hangolo.models.text.BpeVocabulary.Merge;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads a Hugging Face tokenizer file and accepts exactly the kind that XTTS uses; anything else is refused. */
final class BpeVocabularyReader {
    /** A real file has 0.4 MB. */
    private static final long MOST_BYTES = 64L << 20;
    /** A real file ends at 6680; the embedding has one row for each id. */
    private static final int HIGHEST_ID = 1_000_000;

    private final String source;

    private BpeVocabularyReader(String source) {
        this.source = source;
    }

    static BpeVocabulary read(Path file) throws IOException {
        BpeVocabularyReader reader = new BpeVocabularyReader(file.toString());
        if (!Files.isRegularFile(file)) {
            throw new NoSuchFileException(file + ": no such file. Expected the vocab.json of an XTTS model folder.");
        }
        if (Files.size(file) > MOST_BYTES) {
            throw reader.fault("has " + Files.size(file) + " bytes, too many for a vocabulary. Is it another file?");
        }
        return reader.parse(Files.readAllBytes(file));
    }

    private BpeVocabulary parse(byte[] json) throws VocabularyException {
        JsonNode root = tree(json);
        JsonNode model = root.path("model");
        checkKind(root, model);
        Map<String, Integer> ids = entries(model.path("vocab"));
        Set<String> added = addedTokens(root.path("added_tokens"), ids);
        String unknown = model.path("unk_token").asText("[UNK]");
        if (!ids.containsKey(unknown)) {
            throw fault("has no token " + unknown + " for unknown characters");
        }
        return new BpeVocabulary(ids, added, merges(model.path("merges"), ids), ids.get(unknown));
    }

    private JsonNode tree(byte[] json) throws VocabularyException {
        try {
            JsonNode root = new ObjectMapper().readTree(json);
            if (root == null || !root.isObject()) {
                throw fault("is not a JSON object. Expected a Hugging Face tokenizer file.");
            }
            return root;
        } catch (VocabularyException e) {
            throw e;
        } catch (JsonProcessingException e) {
            String place = e.getLocation() == null
                    ? ""
                    : " at line " + e.getLocation().getLineNr() + ", column "
                            + e.getLocation().getColumnNr();
            throw new VocabularyException(source, "is not valid JSON" + place + ": " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new VocabularyException(source, "cannot be read as JSON: " + e.getMessage(), e);
        }
    }

    /** Settings that would change the result silently are refused. */
    private void checkKind(JsonNode root, JsonNode model) throws VocabularyException {
        expect("model.type", model.path("type").asText(""), "BPE");
        expect("pre_tokenizer.type", root.path("pre_tokenizer").path("type").asText(""), "Whitespace");
        for (JsonNode off : List.of(root.path("normalizer"), model.path("dropout"))) {
            if (!off.isNull() && !off.isMissingNode()) {
                throw fault("uses a normalizer or merge dropout, which XTTS does not");
            }
        }
        for (String name : List.of("continuing_subword_prefix", "end_of_word_suffix")) {
            if (!model.path(name).asText("").isEmpty() && !model.path(name).isNull()) {
                throw fault("sets model." + name + ", which XTTS does not");
            }
        }
        for (String name : List.of("fuse_unk", "byte_fallback", "ignore_merges")) {
            if (model.path(name).asBoolean(false)) {
                throw fault("sets model." + name + ", which XTTS does not");
            }
        }
    }

    private void expect(String name, String found, String expected) throws VocabularyException {
        if (!found.equals(expected)) {
            throw fault(name + " is " + (found.isEmpty() ? "missing" : "\"" + found + "\"") + ", expected \"" + expected
                    + "\". Is it the vocab.json of an XTTS model?");
        }
    }

    private Map<String, Integer> entries(JsonNode vocab) throws VocabularyException {
        if (!vocab.isObject() || vocab.isEmpty()) {
            throw fault("model.vocab is missing, empty or not an object of token: id");
        }
        Map<String, Integer> ids = new HashMap<>();
        for (Map.Entry<String, JsonNode> entry : vocab.properties()) {
            ids.put(entry.getKey(), id("model.vocab, token \"" + entry.getKey() + "\"", entry.getValue()));
        }
        return ids;
    }

    private int id(String where, JsonNode value) throws VocabularyException {
        if (!value.isIntegralNumber()
                || !value.canConvertToInt()
                || value.intValue() < 0
                || value.intValue() > HIGHEST_ID) {
            throw fault(where + ": the id is " + value + ", expected a whole number from 0 to " + HIGHEST_ID);
        }
        return value.intValue();
    }

    private Set<String> addedTokens(JsonNode list, Map<String, Integer> ids) throws VocabularyException {
        if (!list.isArray()) {
            throw fault("added_tokens is missing or not a list");
        }
        Set<String> added = new LinkedHashSet<>();
        for (int i = 0; i < list.size(); i++) {
            JsonNode token = list.get(i);
            String where = "added_tokens, entry " + (i + 1);
            String content = token.path("content").asText("");
            if (content.isEmpty()) {
                throw fault(where + " has no content");
            }
            for (String name : List.of("single_word", "lstrip", "rstrip")) {
                if (token.path(name).asBoolean(false)) {
                    throw fault(where + " (" + content + ") sets " + name + ", which XTTS does not");
                }
            }
            int id = id(where + " (" + content + ")", token.path("id"));
            Integer before = ids.putIfAbsent(content, id);
            if (before != null && before != id) {
                throw fault(where + " (" + content + ") has id " + id + ", but model.vocab says " + before);
            }
            added.add(content);
        }
        return added;
    }

    /** A pair that is listed twice has the rank of its last mention, as in Coqui TTS (xtts-spec.md 2.1). */
    private Map<Long, Merge> merges(JsonNode list, Map<String, Integer> ids) throws VocabularyException {
        if (!list.isArray()) {
            throw fault("model.merges is missing or not a list");
        }
        Map<Long, Merge> merges = new HashMap<>();
        for (int rank = 0; rank < list.size(); rank++) {
            String[] sides = sides(list.get(rank), rank);
            int left = known(sides[0], rank, ids);
            int right = known(sides[1], rank, ids);
            merges.put(BpeVocabulary.pair(left, right), new Merge(rank, known(sides[0] + sides[1], rank, ids)));
        }
        return merges;
    }

    /** Older files write {@code "a b"}, newer ones {@code ["a", "b"]}. */
    private String[] sides(JsonNode merge, int rank) throws VocabularyException {
        if (merge.isArray()
                && merge.size() == 2
                && merge.get(0).isTextual()
                && merge.get(1).isTextual()) {
            return new String[] {merge.get(0).textValue(), merge.get(1).textValue()};
        }
        String[] sides = merge.isTextual() ? merge.textValue().split(" ", -1) : new String[0];
        if (sides.length != 2) {
            throw fault("model.merges, entry " + (rank + 1) + " is " + merge + ", expected two tokens");
        }
        return sides;
    }

    private int known(String token, int rank, Map<String, Integer> ids) throws VocabularyException {
        Integer id = ids.get(token);
        if (id == null) {
            throw fault("model.merges, entry " + (rank + 1) + " needs the token \"" + token
                    + "\", which model.vocab does not have");
        }
        return id;
    }

    private VocabularyException fault(String text) {
        return new VocabularyException(source, text);
    }
}
