package hangolo.models.xtts;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Cuts a text that is too long for the model: at ends of sentences, then at commas, then between words. */
final class TextSplitter {

    private static final List<Pattern> CUTS = List.of(
            Pattern.compile("(?<=[.!?…。！？])\\s+"), Pattern.compile("(?<=[,;:،，])\\s+"), Pattern.compile("\\s+"));

    private final Predicate<String> fits;

    /** Splits into pieces that fit. */
    TextSplitter(Predicate<String> fits) {
        this.fits = fits;
    }

    List<String> split(String text) {
        return split(text, 0);
    }

    private List<String> split(String text, int level) {
        if (fits.test(text)) {
            return List.of(text);
        }
        if (level == CUTS.size()) {
            throw new IllegalArgumentException("the text has a word that is too long for the model: "
                    + text.substring(0, Math.min(40, text.length())) + "...");
        }
        List<String> pieces = new ArrayList<>();
        String current = "";
        for (String part : CUTS.get(level).split(text)) {
            String longer = current.isEmpty() ? part : current + " " + part;
            if (fits.test(longer)) {
                current = longer;
                continue;
            }
            if (!current.isEmpty()) {
                pieces.add(current);
            }
            List<String> smaller = split(part, level + 1);
            pieces.addAll(smaller.subList(0, smaller.size() - 1));
            current = smaller.get(smaller.size() - 1);
        }
        if (!current.isEmpty()) {
            pieces.add(current);
        }
        return List.copyOf(pieces);
    }
}
