package hangolo.models.text;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hangolo.fuzz.Budget;
import hangolo.fuzz.ByteMutator;
import hangolo.fuzz.Fuzz;
import hangolo.fuzz.Mutator;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever comes in, a text is cleaned and a vocabulary is read or refused with a message for people. */
class TextFuzzTest {
    private static final List<String> LANGUAGES = List.of("en es fr de pt it pl ar cs ru nl tr hu hi".split(" "));
    private static final int LONGEST_TEXT = 2000;
    private static final Pattern DIGIT = Pattern.compile("[0-9]");
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
            "\u0000",
            "٣",
            "²",
            "a");

    /** A text is never refused. */
    private static final Set<Class<?>> NONE = Set.of();

    private static final Set<Class<?>> REFUSED = Set.of(VocabularyException.class);
    /** Parsers and tables; a pair of brackets of two bytes becomes a list in the tree of about 100 bytes, read twice. */
    private static final Budget VOCABULARY = new Budget(4L << 20, 400);
    /**
     * A number of one digit and its space are spelt by way of big integers, groups and strings, which pass through about forty
     * replacements, twice: 31 kB were seen; a token takes 0.4 kB.
     */
    private static final Budget TEXT = new Budget(2L << 20, 25_000);

    @TempDir
    Path folder;

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** One letter for each byte. */
    private static String latin(String text) {
        return new String(utf8(text), StandardCharsets.ISO_8859_1);
    }

    @Test
    void anyTextIsCleanedAndEncoded() throws IOException, InterruptedException {
        Path vocabulary = Files.writeString(folder.resolve("small.json"), BytePairEncoderTest.SMALL);
        VoiceTokenizer tokenizer = VoiceTokenizer.open(vocabulary);
        Files.delete(vocabulary);
        List<byte[]> good = List.of(
                utf8("Mr. Smith paid $1,234.56 and 20% on the 21st of 12/2024."),
                utf8("Dr. Kovács 1.234.567,89€-t fizetett 2024-ben, a 3. napon 50%-ot."),
                utf8("ТО 1-й, 2,5 и 7°; İstanbul 99999999999999999999 £"),
                utf8("a"));
        Mutator mutator =
                new ByteMutator(PIECES.stream().map(TextFuzzTest::latin).toArray(String[]::new));
        new Fuzz("text", good, mutator, TEXT, NONE, file -> clean(file, tokenizer)).run(folder);
    }

    /** In one language; as long as a sentence can be. */
    private static void clean(Path file, VoiceTokenizer tokenizer) throws IOException {
        String whole = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        String text = whole.substring(0, Math.min(whole.length(), LONGEST_TEXT));
        String language = LANGUAGES.get(Math.floorMod(whole.hashCode(), LANGUAGES.size()));
        String cleaned = tokenizer.clean(text, language);
        assertTrue(language.equals("hi") || !DIGIT.matcher(cleaned).find(), () -> language + ": " + text);
        assertFalse(cleaned.contains("  ") || cleaned.contains("\n"), () -> language + ": " + text);
        for (int id : tokenizer.encode(text, language)) {
            assertTrue(id >= 0 && id < tokenizer.vocabularySize());
        }
    }

    @Test
    void anyVocabularyIsReadOrRefused() throws IOException, InterruptedException {
        Mutator mutator = new ByteMutator(
                "{",
                "}",
                "[",
                "]",
                "\"",
                ",",
                ":",
                "null",
                "-1",
                "1e9",
                "\\u0000",
                "\"vocab\":",
                "\"merges\":",
                "[STOP]",
                "\\ud800");
        List<byte[]> good = List.of(utf8(BytePairEncoderTest.SMALL));
        new Fuzz("vocab.json", good, mutator, VOCABULARY, REFUSED, TextFuzzTest::open).run(folder);
    }

    private static void open(Path file) throws IOException {
        VoiceTokenizer read = VoiceTokenizer.open(file);
        assertTrue(read.vocabularySize() > 0 && read.vocabularySize() <= 1_000_001);
        assertNotNull(read.encode("abc [STOP] x", "en"));
    }
}
