package hangolo.models.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TextCleanerTest {

    @Test
    void allReferenceTextsAreCleanedAsByTheReference() throws IOException {
        List<String> wrong = new ArrayList<>();
        int seen = 0;
        for (TextGoldens.Text text : TextGoldens.texts()) {
            String cleaned =
                    TextCleaner.clean(text.text(), Language.of(text.language()).orElseThrow());
            if (text.cleaned().isPresent()) {
                seen++;
                if (!cleaned.equals(text.cleaned().get())) {
                    wrong.add("\n" + text.language() + ": " + text.text() + "\n  expected "
                            + text.cleaned().get() + "\n  found    " + cleaned);
                }
            }
        }
        assertEquals(List.of(), wrong);
        assertEquals(174, seen);
    }
}
