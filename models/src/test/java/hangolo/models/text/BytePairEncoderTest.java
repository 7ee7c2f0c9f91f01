package hangolo.models.text;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class BytePairEncoderTest {

    /** Characters a b c x and a space token; "a b" is listed twice, so that only its last rank counts. */
    static final String SMALL = """
            {"version": "1.0", "normalizer": null, "pre_tokenizer": {"type": "Whitespace"},
             "added_tokens": [{"id": 0, "content": "[STOP]"}, {"id": 1, "content": "[UNK]"},
              {"id": 2, "content": "[SPACE]"}, {"id": 3, "content": "[START]"}, {"id": 4, "content": "[en]"},
              {"id": 5, "content": "[e"}],
             "model": {"type": "BPE", "unk_token": "[UNK]", "vocab": {"[STOP]": 0, "[UNK]": 1, "[SPACE]": 2, "[START]": 3, "[en]": 4, "[e": 5, "a": 10,
              "b": 11, "c": 12, "ab": 20, "bc": 21, "abc": 22, "aa": 25},
              "merges": ["a b", "b c", ["a", "bc"], "a b", "a a"]}}
            """;

    private static int[] encode(String text) throws IOException {
        return new BytePairEncoder(BpeVocabularyReader.read(SMALL.getBytes(StandardCharsets.UTF_8), "small"))
                .encode(text);
    }

    @Test
    void theLastMentionOfAPairGivesItsRank() throws IOException {
        // With the first rank of "a b" this were ab c; with the last one b c goes first, and then a bc.
        assertArrayEquals(new int[] {22}, encode("abc"));
        assertArrayEquals(new int[] {20}, encode("ab"));
    }

    @Test
    void equalPairsAreMergedFromTheLeft() throws IOException {
        assertArrayEquals(new int[] {25, 10}, encode("aaa"));
        assertArrayEquals(new int[] {25, 25}, encode("aaaa"));
        assertArrayEquals(new int[] {10, 22}, encode("aabc"));
    }

    @Test
    void addedTokensAreFoundInRawTextTheLongestFirst() throws IOException {
        assertArrayEquals(new int[] {4, 10, 2, 11, 0}, encode("[en]a[SPACE]b[STOP]"));
        assertArrayEquals(new int[] {5, 10}, encode("[ea"));
    }

    @Test
    void everyUnknownCharacterIsOneUnknownToken() throws IOException {
        assertArrayEquals(new int[] {1, 1, 1, 10, 1}, encode("€😀?a."));
        assertArrayEquals(new int[0], encode(" \t\n\u00a0"));
    }

    @Test
    void wordsAndSignsAreSplit() throws IOException {
        // A sign between letters starts a new piece, so nothing is merged across it; white space only separates.
        assertArrayEquals(new int[] {10, 1, 11}, encode("a-b"));
        assertArrayEquals(new int[] {10, 11}, encode("a b"));
    }

    @Test
    void aVeryLongWordComesToAnEnd() {
        String longWord = "abca".repeat(250_000);
        int[] ids = assertTimeoutPreemptively(Duration.ofMinutes(10), () -> encode(longWord));
        assertEquals(500_000, ids.length);
    }
}
