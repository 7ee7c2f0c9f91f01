package hangolo.models.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever comes in, a text is cleaned and a vocabulary is read or refused with a message for people. */
class TextFuzzTest {
    private static final String LANGUAGES = "en es fr de pt it pl ar cs ru nl tr hu hi";
    private static final List<String> PIECES = List.of(
            "1",
            "12",
            "3.5",
            "2,50",
            "1.234.567",
            "99999999999999999999999999999999",
            ".",
            ",",
            "$",
            "£",
            "€",
            "%",
            "°",
            "º",
            "st",
            "edik",
            ". ",
            "-й",
            "mr.",
            "Dr.",
            "\"",
            " ",
            "\n",
            "[STOP]",
            "[",
            "é",
            "İ",
            "你",
            "😀",
            "\ud800",
            "\u0000",
            "٣",
            "²",
            "a");

    private static VoiceTokenizer tokenizer(byte[] json) throws IOException {
        return VoiceTokenizer.of(json, "fuzz.json");
    }

    @Test
    void anyTextIsCleanedAndEncoded() throws IOException {
        VoiceTokenizer tokenizer = tokenizer(BytePairEncoderTest.SMALL.getBytes(StandardCharsets.UTF_8));
        Random random = new Random(1);
        for (int i = 0; i < 300; i++) {
            StringBuilder text = new StringBuilder();
            for (int k = random.nextInt(10); k >= 0; k--) {
                text.append(PIECES.get(random.nextInt(PIECES.size())));
            }
            for (String language : LANGUAGES.split(" ")) {
                String cleaned = tokenizer.clean(text.toString(), language);
                assertTrue(language.equals("hi") || !cleaned.matches(".*[0-9].*"), () -> language + ": " + text);
                assertFalse(cleaned.contains("  ") || cleaned.contains("\n"), () -> language + ": " + text);
                for (int id : tokenizer.encode(text.toString(), language)) {
                    assertTrue(id >= 0 && id < tokenizer.vocabularySize());
                }
            }
        }
    }

    @Test
    void anyDamageIsReadOrRefusedWithAMessage() {
        Random random = new Random(2);
        byte[] good = BytePairEncoderTest.SMALL.getBytes(StandardCharsets.UTF_8);
        int refused = 0;
        for (int i = 0; i < 2000; i++) {
            byte[] bad = good.clone();
            for (int k = random.nextInt(4); k >= 0; k--) {
                bad[random.nextInt(bad.length)] =
                        (byte) (random.nextBoolean() ? random.nextInt(256) : "{}[]\",:09-".charAt(random.nextInt(10)));
            }
            byte[] cut = Arrays.copyOf(bad, random.nextInt(3) == 0 ? random.nextInt(bad.length) : bad.length);
            try {
                VoiceTokenizer read = tokenizer(cut);
                assertTrue(read.vocabularySize() > 0 && read.vocabularySize() <= 1_000_001);
                assertNotNull(read.decode(read.encode("abc [STOP] x", "en")));
            } catch (IOException e) {
                assertEquals(VocabularyException.class, e.getClass());
                assertTrue(
                        e.getMessage().startsWith("fuzz.json: ")
                                && e.getMessage().length() > 20,
                        e.getMessage());
                refused++;
            }
        }
        assertTrue(refused > 1000 && refused < 2000, "refused " + refused);
    }
}
