package hangolo.models.text;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import ai.djl.engine.EngineException;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import hangolo.models.Goldens;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Our encoder against the library that the original uses, on random strings. */
class HuggingFaceOracleTest {
    private static final List<String> PIECES = List.of(
            "the",
            "he",
            "her",
            "anthem",
            "iness",
            "szia",
            "egy",
            "ő",
            "ű",
            "İ",
            "ß",
            "я",
            "привет",
            "你好",
            "こんにちは",
            "안녕",
            "a\u0301",
            "\u0301",
            "\u200d",
            "\u200b",
            "\ufeff",
            "\u00a0",
            "\u2028",
            "\u0085",
            "\u001c",
            "\t",
            "  ",
            "\n",
            "_",
            "__",
            "-",
            "...",
            "?!",
            "€",
            "½",
            "²",
            "Ⅷ",
            "٣",
            "😀",
            "👩‍👩‍👧",
            "𝒳",
            "[STOP]",
            "[SPACE]",
            "[UNK]",
            "[hu]",
            "[e",
            "]",
            "[[en]]",
            "[START",
            "'",
            "'s",
            "x1y2",
            "12345",
            "ﬁ",
            "\u0e01\u0e33",
            "क्षि",
            "ﷺ",
            "ა",
            "ꙮ",
            "\ud7a3",
            "\u0640",
            "ـ");

    @TempDir
    static Path folder;

    /** The library unpacks its native code: let it do so in a folder of this test, and never ask the network. */
    @BeforeAll
    static void keepToThisFolder() {
        System.setProperty("ai.djl.offline", "true");
        System.setProperty("DJL_CACHE_DIR", folder.toString());
    }

    private static HuggingFaceTokenizer original(Path vocabulary) throws IOException {
        try {
            return HuggingFaceTokenizer.newInstance(
                    vocabulary, Map.of("addSpecialTokens", "false", "truncation", "false"));
        } catch (EngineException | UnsatisfiedLinkError e) {
            System.out.println("SKIPPED: no native tokenizer for this machine: " + e.getMessage());
            return Assumptions.abort("no native tokenizer for this machine");
        }
    }

    private static void compare(Path vocabulary, int texts) throws IOException {
        BytePairEncoder ours = new BytePairEncoder(BpeVocabularyReader.read(vocabulary));
        Random random = new Random(20261123);
        try (HuggingFaceTokenizer original = original(vocabulary)) {
            for (int i = 0; i < texts; i++) {
                String text = text(random);
                int[] expected = Arrays.stream(original.encode(text).getIds())
                        .mapToInt(Math::toIntExact)
                        .toArray();
                assertArrayEquals(expected, ours.encode(text), () -> "text: " + text);
            }
        }
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(12); i >= 0; i--) {
            text.append(
                    switch (random.nextInt(3)) {
                        case 0 -> PIECES.get(random.nextInt(PIECES.size()));
                        case 1 -> Character.toString('a' + random.nextInt(26)).repeat(1 + random.nextInt(3));
                        default -> Character.toString(validCodePoint(random));
                    });
        }
        return text.toString();
    }

    private static int validCodePoint(Random random) {
        while (true) {
            int point = random.nextInt(random.nextBoolean() ? 0x600 : 0x20000);
            // Which characters are letters depends on the Unicode version; both sides know those of version 10.
            if (Character.isDefined(point) && Character.getType(point) != Character.SURROGATE) {
                return point;
            }
        }
    }

    @Test
    void smallVocabulary() throws IOException {
        Path vocabulary = Files.writeString(folder.resolve("vocab.json"), full(BytePairEncoderTest.SMALL));
        compare(vocabulary, 2000);
    }

    @Test
    void referenceVocabulary() throws IOException {
        compare(Goldens.file("model/vocab.json"), 3000);
    }

    @Test
    void realVocabularyWithRepeatedMerges() throws IOException {
        Path vocabulary = Goldens.file("../../data/xtts_vocab.json");
        Assumptions.assumeTrue(
                Files.exists(vocabulary),
                "not run: XTTS's own vocabulary is not ours to ship; -Dhangolo.goldens=DIR with ../../data/xtts_vocab.json");
        compare(vocabulary, 3000);
    }

    /** The library wants every field of an added token, and all merges in one notation. */
    private static String full(String json) {
        return json.replace("[\"a\", \"bc\"]", "\"a bc\"")
                .replaceAll(
                        "(\"id\": \\d+), \"content\"",
                        "$1, \"special\": true, \"single_word\": false, \"lstrip\": false, \"rstrip\": false,"
                                + " \"normalized\": false, \"content\"");
    }
}
