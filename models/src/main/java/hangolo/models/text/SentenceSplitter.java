package hangolo.models.text;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Splits a long text into parts that the model can synthesize at once (xtts-spec.md 2.7): whole sentences as long as they fit,
 * a sentence that is too long at its spaces, a word that is too long anywhere. Unlike Coqui TTS, sentences end where
 * their punctuation does (no language model), and no part ever exceeds the limit.
 */
public final class SentenceSplitter {
    /** Punctuation, closing quotes and brackets, then white space; or Chinese and Japanese full stops. */
    private static final Pattern END = Pattern.compile("[.!?…؟۔]+[\"'”’»)\\]]*" + TextCleaner.SPACE + "+|[。！？]+");

    private static final Pattern SPACES = Pattern.compile(TextCleaner.SPACE + "+");

    private SentenceSplitter() {}

    /**
     * Splits a text.
     *
     * @param text as written
     * @param limit most characters of a part, such as {@link VoiceTokenizer#characterLimit}
     * @return the parts in order, none of them blank; empty for a blank text
     * @throws IllegalArgumentException if the limit is less than 2
     */
    public static List<String> split(String text, int limit) {
        if (limit < 2) {
            throw new IllegalArgumentException("A part needs room for 2 characters, but the limit is " + limit);
        }
        List<String> parts = new ArrayList<>();
        if (text.length() <= limit) {
            append(text.strip(), limit, parts);
            return parts;
        }
        Matcher end = END.matcher(text);
        int from = 0;
        while (end.find()) {
            append(text.substring(from, end.end()).strip(), limit, parts);
            from = end.end();
        }
        append(text.substring(from).strip(), limit, parts);
        return parts;
    }

    /** Adds a sentence to the last part if it fits, else as parts of its own. */
    private static void append(String sentence, int limit, List<String> parts) {
        if (sentence.length() <= limit) {
            join(sentence, limit, parts);
            return;
        }
        // A new part begins, so that a long sentence is cut as rarely as possible.
        List<String> own = new ArrayList<>();
        for (String word : SPACES.split(sentence)) {
            String rest = word;
            while (rest.length() > limit) {
                int cut = Character.isHighSurrogate(rest.charAt(limit - 1)) ? limit - 1 : limit;
                join(rest.substring(0, cut), limit, own);
                rest = rest.substring(cut);
            }
            join(rest, limit, own);
        }
        parts.addAll(own);
    }

    private static void join(String piece, int limit, List<String> parts) {
        int last = parts.size() - 1;
        if (piece.isEmpty()) {
            return;
        }
        if (last >= 0 && parts.get(last).length() + 1 + piece.length() <= limit) {
            parts.set(last, parts.get(last) + " " + piece);
        } else {
            parts.add(piece);
        }
    }
}
