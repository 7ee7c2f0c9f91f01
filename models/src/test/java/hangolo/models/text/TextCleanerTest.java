package hangolo.models.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextCleanerTest {

    private static String clean(String text, String language) {
        return TextCleaner.clean(text, Language.of(language).orElseThrow());
    }

    private static TextCleaner cleaner(String language) {
        return TextCleaner.of(Language.of(language).orElseThrow());
    }

    private static void check(String language, String text, String expected, List<String> wrong) {
        String cleaned = clean(text, language);
        if (!cleaned.equals(expected)) {
            wrong.add("\n" + language + ": " + text + "\n  expected " + expected + "\n  found    " + cleaned);
        }
    }

    /** The second file was drawn at random: numbers, money, ordinals, dates, abbreviations and symbols, run together. */
    @ParameterizedTest
    @CsvSource({"cleaned.json, 81", "cleaned_random.json, 312"})
    void cleansTheSamplesAsTheOriginal(String file, int size) throws IOException {
        List<String> wrong = new ArrayList<>();
        try (InputStream in = TextCleanerTest.class.getResourceAsStream("/text/" + file)) {
            JsonNode rows = new ObjectMapper().readTree(in);
            assertEquals(size, rows.size());
            rows.forEach(row ->
                    check(row.get(0).asText(), row.get(1).asText(), row.get(2).asText(), wrong));
        }
        assertEquals(List.of(), wrong);
    }

    /** xtts-spec.md, Appendix C; there the Russian decimal is that of an older num2words. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "en | In 12.5 seconds. | In twelve point five seconds.",
                "en | There were 50 soldiers. | There were fifty soldiers.",
                "en | This is a 1st test | This is a first test",
                "en | That will be $20 sir. | That will be twenty dollars sir.",
                "en | That will be 20€ sir. | That will be twenty euro sir.",
                "en | That will be 20.15€ sir. | That will be twenty euro, fifteen cents sir.",
                "en | That\"s 100,000.5. | That\"s one hundred thousand point five.",
                "hu | 12,5 másodperc alatt. | tizenkettő egész öt tized másodperc alatt.",
                "hu | 50 katona volt. | ötven katona volt.",
                "hu | Ez az 1. teszt | Ez az első teszt",
                "de | Dies ist ein 1. Test | Dies ist ein erste Test",
                "de | Das macht 20,15€ Herr. | Das macht zwanzig Euro und fünfzehn Cent Herr.",
                "fr | Ce sera 100.000,5. | Ce sera cent mille virgule cinq.",
                "fr | Cela vous fera 20,15€ monsieur. | Cela vous fera vingt euros et quinze centimes monsieur.",
                "es | Eso le costará 20,15€ señor. | Eso le costará veinte euros con quince céntimos señor.",
                "it | Questo è un 1° test | Questo è un primo test",
                "pl | To będzie kosztować 20,15€ panie. | To będzie kosztować dwadzieścia euro, piętnaście centów panie.",
                "ru | Через 12.5 секунды. | Через двенадцать целых пять десятых секунды.",
                "nl | In 12,5 seconden. | In twaalf komma vijf seconden.",
                "cs | To bude 20.15€ pane. | To bude dvacet euro, patnáct centů pane.",
                "tr | Bu 1. test | Bu birinci test"
            })
    void writesNumbersOut(String language, String text, String expected) {
        assertEquals(expected, cleaner(language).numbers(text));
    }

    @Test
    void expandsAbbreviationsAndSymbols() {
        assertEquals("doctor Jones is here.", cleaner("en").abbreviations("Dr. Jones is here."));
        assertEquals("doktor Szabó itt van.", cleaner("hu").abbreviations("Dr. Szabó itt van."));
        assertEquals("господин Иванов", cleaner("ru").abbreviations("Г-н Иванов"));
        assertEquals("I have 14 percent battery", cleaner("en").symbols("I have 14% battery"));
        assertEquals("töltöttsége 14 százalék", cleaner("hu").symbols("töltöttsége 14%"));
        assertEquals(
                "O meu email é ana e joao arroba gmail.com", cleaner("pt").symbols("O meu email é ana&joao@gmail.com"));
    }

    @Test
    void hindiIsOnlyLowerCasedAndSpaced() {
        assertEquals("नमस्ते abc 12 %", clean("नमस्ते  ABC\n12 %", "hi"));
    }

    @Test
    void goesOnWhereTheReferenceFails() {
        assertEquals("první pokus a druhý kolo", clean("1. pokus a 2. kolo", "cs"));
        assertEquals("to stojí dvacet€ nebo dolar pátý", clean("To stojí 20€ nebo $5.", "cs"));
    }

    /** Amounts the language has no words for end the money pass: what follows stays, what came before is said. */
    @Test
    void unknownMoneyEndsTheSearchForMoney() {
        assertEquals("pięć€ funt trzy", clean("5€ £3", "pl"));
        assertEquals("a dollar b", clean("a $ b", "en"));
        assertEquals("one point five.two€", clean("1.5.2€", "en"));
    }

    @Test
    void hostileTextComesToAnEnd() {
        List<UnaryOperator<String>> shapes =
                List.of(s -> s.repeat(1500), s -> "x" + s.repeat(1500) + "x", s -> "1" + s.repeat(1500) + "€");
        for (String unit : List.of("1", "1.", ",", "1,", "000,", "$", "€1", "1 ", "mr.", "  ", "\t", "°", "1e", "İ")) {
            for (UnaryOperator<String> shape : shapes) {
                for (String language : List.of("en", "it")) {
                    String text = shape.apply(unit);
                    assertTimeoutPreemptively(Duration.ofMinutes(3), () -> clean(text, language), unit + language);
                }
            }
        }
    }
}
