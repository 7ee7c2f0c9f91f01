package hangolo.models.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SentenceSplitterTest {

    @Test
    void aShortTextIsOnePart() {
        assertEquals(List.of("Szia. Mi újság?"), SentenceSplitter.split("  Szia. Mi újság? ", 40));
        assertEquals(List.of(), SentenceSplitter.split("", 40));
        assertEquals(List.of(), SentenceSplitter.split(" ".repeat(50), 40));
    }

    @Test
    void sentencesStayTogetherAsLongAsTheyFit() {
        assertEquals(
                List.of("One. Two!", "Three? (Four.)", "\"Five.\" six"),
                SentenceSplitter.split("One. Two! Three? (Four.) \"Five.\" six", 14));
        assertEquals(List.of("Value 3.5 and", "a.b.c stay"), SentenceSplitter.split("Value 3.5 and a.b.c stay", 13));
        assertEquals(List.of("你好。", "再见！"), SentenceSplitter.split("你好。再见！", 5));
    }

    @Test
    void aLongSentenceIsCutAtSpacesAndALongWordAnywhere() {
        assertEquals(List.of("Ok.", "one two", "three"), SentenceSplitter.split("Ok. one two three", 8));
        assertEquals(List.of("abcde", "fghij", "k l"), SentenceSplitter.split("abcdefghijk l", 5));
        assertEquals(List.of("😀", "😀"), SentenceSplitter.split("😀😀", 3));
    }

    @Test
    void nothingIsLostAndNoPartIsTooLong() {
        Random random = new Random(5);
        for (int i = 0; i < 2000; i++) {
            StringBuilder text = new StringBuilder();
            for (int k = random.nextInt(60); k >= 0; k--) {
                text.appendCodePoint("ab. !?x\n".codePointAt(random.nextInt(8)));
                text.append(
                        List.of("a", "bc", ". ", "! ", " ", "…\t", "😀", "。").get(random.nextInt(8)));
            }
            int limit = 2 + random.nextInt(30);
            List<String> parts = SentenceSplitter.split(text.toString(), limit);
            assertEquals(
                    text.toString().replaceAll("\\s", ""),
                    String.join("", parts).replaceAll("\\s", ""));
            assertTrue(parts.stream().allMatch(p -> !p.isBlank() && p.length() <= limit), parts::toString);
        }
    }

    @Test
    void refusesALimitThatHoldsNothing() {
        assertThrows(IllegalArgumentException.class, () -> SentenceSplitter.split("a", 1));
    }
}
