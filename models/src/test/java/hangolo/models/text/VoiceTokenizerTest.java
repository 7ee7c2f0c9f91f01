package hangolo.models.text;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VoiceTokenizerTest {
    @TempDir
    Path folder;

    private VoiceTokenizer small() throws IOException {
        return VoiceTokenizer.open(Files.writeString(folder.resolve("small.json"), BytePairEncoderTest.SMALL));
    }

    private IOException refused(String json) throws IOException {
        Path file = Files.writeString(folder.resolve("vocab.json"), json, StandardCharsets.UTF_8);
        return assertThrows(VocabularyException.class, () -> VoiceTokenizer.open(file));
    }

    private void assertRefused(String change, String into, String... expected) throws IOException {
        String json = BytePairEncoderTest.SMALL.replace(change, into);
        assertFalse(json.equals(BytePairEncoderTest.SMALL), "the change hits nothing: " + change);
        String message = refused(json).getMessage();
        assertTrue(message.contains("vocab.json"), message);
        for (String part : expected) {
            assertTrue(message.contains(part), message);
        }
    }

    @Test
    void looksTokensUpByName() throws IOException {
        VoiceTokenizer tokenizer = small();
        assertEquals(3, tokenizer.startToken());
        assertEquals(0, tokenizer.stopToken());
        assertEquals(1, tokenizer.unknownToken());
        assertEquals(26, tokenizer.vocabularySize(), "highest id + 1, not the number of entries");
    }

    @Test
    void encodesWithTagAndSpaces() throws IOException {
        assertArrayEquals(new int[] {4, 10, 2, 22}, small().encode("  A \"aBC\"", "en"));
        assertArrayEquals(new int[] {4}, small().encode("", "en-us"));
    }

    @Test
    void hasACharacterLimitForEachLanguage() {
        assertEquals(224, VoiceTokenizer.characterLimit("hu"));
    }

    @Test
    void saysWhichLanguagesItCannotDo() throws IOException {
        VoiceTokenizer tokenizer = small();
        for (String language : new String[] {"zh", "zh-cn", "ja", "ko"}) {
            String message = assertThrows(IllegalArgumentException.class, () -> tokenizer.encode("a", language))
                    .getMessage();
            assertTrue(message.contains("not supported yet"), message);
        }
        String message = assertThrows(IllegalArgumentException.class, () -> tokenizer.encode("a", "klingon"))
                .getMessage();
        assertTrue(message.contains("klingon") && message.contains("hu"), message);
    }

    @Test
    void refusesDamagedVocabularies() throws IOException {
        assertThrows(NoSuchFileException.class, () -> VoiceTokenizer.open(folder.resolve("absent.json")));
        assertTrue(refused("").getMessage().contains("JSON"));
        assertTrue(refused("[]").getMessage().contains("not a JSON object"));
        assertTrue(refused("{\"model\": {").getMessage().contains("line 1"));
        assertTrue(refused("{}").getMessage().contains("model.type"));
        assertTrue(refused("[".repeat(100_000)).getMessage().contains("JSON"));
        assertRefused("\"BPE\"", "\"Unigram\"", "model.type", "Unigram", "BPE");
        assertRefused("\"Whitespace\"", "\"ByteLevel\"", "pre_tokenizer.type", "ByteLevel");
        assertRefused("\"a\": 10", "\"a\": -10", "\"a\"", "-10");
        assertRefused("\"a\": 10", "\"a\": 10000000000", "\"a\"", "10000000000");
        assertRefused("\"a\": 10", "\"a\": 1.5", "\"a\"", "1.5");
        assertRefused("\"b c\"", "\"b d\"", "entry 2", "\"d\"");
        assertRefused("\"b c\"", "\"b c d\"", "entry 2", "two tokens");
        assertRefused("\"b c\"", "7", "entry 2", "two tokens");
        assertRefused("{\"id\": 3, \"content\": \"[START]\"}, ", "", "[START]");
        assertRefused("\"id\": 0, \"content\"", "\"id\": 9, \"content\"", "[STOP]", "9", "0");
        assertRefused("\"normalizer\": null", "\"normalizer\": {\"type\": \"Lowercase\"}", "normalizer");
        assertRefused("\"unk_token\": \"[UNK]\"", "\"unk_token\": \"[NONE]\"", "[NONE]");
    }
}
