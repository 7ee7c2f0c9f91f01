package hangolo.verify;

import com.fasterxml.jackson.databind.JsonNode;
import hangolo.models.text.Language;
import hangolo.models.text.VoiceTokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;

/** Cleaned texts and token ids, with the folder's vocabulary and with that of Coqui's test suite if it is there. */
final class TokenizerGroup implements Group {

    private static final String TEXTS = "json/tokenizer.json";
    private static final List<String> OTHER_VOCABULARY =
            List.of("xtts_vocab.json", "../xtts_vocab.json", "../data/xtts_vocab.json", "../../data/xtts_vocab.json");
    private static final Pattern HASH = Pattern.compile("sha256 ([0-9a-f]{64})");

    @Override
    public String name() {
        return "tokenizer";
    }

    @Override
    public boolean owns(String array) {
        return false;
    }

    @Override
    public void check(GroupContext context, Checks checks) throws IOException {
        JsonNode document = context.folder().json(TEXTS);
        VoiceTokenizer own = VoiceTokenizer.open(context.folder().path("model/vocab.json"));
        Optional<Path> found =
                otherVocabulary(context.folder(), document.path("about").asText());
        if (found.isEmpty()) {
            checks.skipped("ids_test_vocab: the vocabulary of Coqui's test suite is not there; it was looked"
                    + " for as ../../data/xtts_vocab.json beside the folder");
        }
        Optional<VoiceTokenizer> other =
                found.isEmpty() ? Optional.empty() : Optional.of(VoiceTokenizer.open(found.get()));
        int number = 0;
        for (JsonNode text : document.path("texts")) {
            String where =
                    TEXTS + " text " + number++ + " (" + text.path("language").asText() + ")";
            checks.attempt(where, () -> check(checks, where, text, own, other));
        }
        checks.holds(TEXTS, number > 0, "lists no texts");
    }

    private static void check(
            Checks checks, String where, JsonNode node, VoiceTokenizer own, Optional<VoiceTokenizer> other) {
        String text = node.path("text").asText();
        String language = node.path("language").asText();
        if (node.has("reference_error")) {
            // Coqui TTS fails here; this program says something.
            checks.holds(where, own.encode(text, language).length > 1, "gives no tokens");
            return;
        }
        String cleaned = own.clean(text, language);
        checks.equal(where + " cleaned", node.path("cleaned").asText(), cleaned);
        String tag = Language.of(language).map(Language::tag).orElse("?");
        checks.equal(
                where + " encoder_input", node.path("encoder_input").asText(), tag + cleaned.replace(" ", "[SPACE]"));
        checks.equal(where + " ids_own_vocab", ids(node.path("ids_own_vocab")), ids(own.encode(text, language)));
        if (other.isPresent()) {
            checks.equal(
                    where + " ids_test_vocab",
                    ids(node.path("ids_test_vocab")),
                    ids(other.get().encode(text, language)));
        }
    }

    private static List<Integer> ids(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false)
                .map(JsonNode::asInt)
                .toList();
    }

    private static List<Integer> ids(int... ids) {
        return Arrays.stream(ids).boxed().toList();
    }

    /** A file of the right name, and with the content that the texts were made with if they say which. */
    private static Optional<Path> otherVocabulary(ReferenceFolder folder, String about) throws IOException {
        Matcher hash = HASH.matcher(about);
        boolean known = hash.find();
        for (String place : OTHER_VOCABULARY) {
            Path file = folder.path(place).normalize();
            if (Files.isRegularFile(file) && (!known || sha256(file).equals(hash.group(1)))) {
                return Optional.of(file);
            }
        }
        return Optional.empty();
    }

    static String sha256(Path file) throws IOException {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
