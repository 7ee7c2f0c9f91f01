package hangolo.models.text.numbers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class NumberSpellerTest {

    private static NumberSpeller speller(String language) {
        return NumberSpeller.of(language).orElseThrow();
    }

    private static String say(NumberSpeller speller, String kind, String number) {
        String words = switch (kind) {
            case "cardinal" -> speller.cardinal(new BigInteger(number));
            case "ordinal" -> speller.ordinal(new BigInteger(number));
            case "decimal" -> speller.decimal(Double.parseDouble(number));
            default ->
                speller.money(Double.parseDouble(number), Currency.valueOf(kind))
                        .orElse("");
        };
        return words.strip();
    }

    /** What num2words 0.5.14 says; white space is normalised, and an empty result of money means that it refuses. */
    @Test
    void saysWhatTheOriginalSays() throws IOException {
        List<String> wrong = new ArrayList<>();
        int seen = 0;
        try (InputStream in = NumberSpellerTest.class.getResourceAsStream("/text/numbers.tsv")) {
            for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n")) {
                String[] row = line.split("\t", -1);
                String words = say(speller(row[0]), row[1], row[2]);
                if (!words.equals(row[3])) {
                    wrong.add("\n" + line + "\n  found " + words);
                }
                seen++;
            }
        }
        assertEquals(List.of(), wrong);
        assertEquals(2444, seen);
    }

    @Test
    void goesOnWhereTheOriginalFails() {
        assertEquals("dvacátý první", say(speller("cs"), "ordinal", "21"));
        assertEquals("dva tisíce dvacátý čtvrtý", say(speller("cs"), "ordinal", "2024"));
        assertEquals("dvoustý padesátý šestý", say(speller("cs"), "ordinal", "256"));
        assertFalse(say(speller("es"), "ordinal", "999999999999999").isBlank());
        assertEquals("zerowy", say(speller("pl"), "ordinal", "0"));
        assertEquals("három egész ezernégyszáztizenöt tízezred", say(speller("hu"), "decimal", "3.1415"));
        assertEquals("dokuzkatrilyonbir", say(speller("tr"), "cardinal", "9000000000000001"));
    }

    @Test
    void readsNumbersWithoutWordsDigitByDigit() {
        for (String language : "en es fr de pt it pl ar cs ru nl tr hu".split(" ")) {
            NumberSpeller speller = speller(language);
            BigInteger huge = BigInteger.TEN.pow(70).add(BigInteger.valueOf(7));
            String expected = speller.cardinal(BigInteger.ONE)
                    + (" " + speller.cardinal(BigInteger.ZERO)).repeat(69)
                    + " " + speller.cardinal(BigInteger.valueOf(7));
            assertEquals(expected, speller.cardinal(huge), language);
            assertEquals(expected, speller.ordinal(huge), language);
            assertTrue(speller.money(1e70, Currency.EUR).isEmpty() || language.equals("ar"), language);
            assertFalse(speller.decimal(1e-300).isBlank(), language);
            assertFalse(speller.decimal(Double.MAX_VALUE).isBlank(), language);
        }
        assertTrue(NumberSpeller.of("ja").isEmpty());
    }

    /** Neighbours differ, so no digit is dropped, except where num2words drops it (Turkish, above a million). */
    @Test
    void everyNumberHasItsOwnWords() {
        for (String language : "en es fr de pt it pl ar cs ru nl hu".split(" ")) {
            NumberSpeller speller = speller(language);
            for (long start : new long[] {0, 999_500, 1_999_500, 999_999_500, 1_000_999_500}) {
                long distinct = LongStream.range(start, start + 3000)
                        .mapToObj(n -> speller.cardinal(BigInteger.valueOf(n)))
                        .distinct()
                        .count();
                assertEquals(3000, distinct, language + " from " + start);
            }
        }
    }
}
