package hangolo.models.text;

import hangolo.models.text.numbers.NumberSpeller;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Turns a written sentence into the lower case words XTTS was trained with (xtts-spec.md 2.3): quotes go, numbers,
 * abbreviations and symbols become words, white space becomes single spaces.
 *
 * <p>Regular expressions spell out what {@code \w}, {@code \b} and {@code \s} mean in Coqui's Python, because
 * Java's differ for combining marks, control characters and letter-like numbers.
 */
final class TextCleaner {
    private static final String WORD = "[\\p{L}\\p{N}_]";
    /** Python's {@code \b}. */
    static final String BOUNDARY = "(?:(?<=" + WORD + ")(?!" + WORD + ")|(?<!" + WORD + ")(?=" + WORD + "))";
    /** Python's {@code \s}. */
    static final String SPACE = "[\\t-\\r\\x1c-\\x1f\\x85\\p{Z}]";

    private static final Pattern SPACES = Pattern.compile(SPACE + "+");
    private static final Pattern OUTER_SPACES = Pattern.compile("^" + SPACE + "+|(?<!" + SPACE + ")" + SPACE + "+\\z");
    private static final Map<Language, TextCleaner> CLEANERS = new EnumMap<>(Language.class);

    static {
        for (Language language : Language.values()) {
            CLEANERS.put(language, new TextCleaner(language));
        }
    }

    private final Language language;
    private final Map<Pattern, String> abbreviations = new LinkedHashMap<>();
    private final Optional<NumberExpander> numbers;

    private TextCleaner(Language language) {
        this.language = language;
        this.numbers = NumberSpeller.of(language.code()).map(speller -> new NumberExpander(language, speller));
        String end = language == Language.RUSSIAN ? BOUNDARY : "\\.";
        language.abbreviations().forEach((shortForm, word) -> {
            String pattern = BOUNDARY + shortForm + end;
            int flags = Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE;
            abbreviations.put(Pattern.compile(pattern, flags), Matcher.quoteReplacement(word));
        });
    }

    /**
     * Cleans one text.
     *
     * @throws IllegalArgumentException for a language that is not supported yet
     */
    static String clean(String text, Language language) {
        if (!language.supported()) {
            throw new IllegalArgumentException("Texts in the language \"" + language.code()
                    + "\" are not supported yet: they need a romanisation dictionary. Maybe leave these clips out.");
        }
        return CLEANERS.get(language).clean(text);
    }

    /** The cleaner of a supported language. */
    static TextCleaner of(Language language) {
        return CLEANERS.get(language);
    }

    private String clean(String text) {
        if (language == Language.HINDI) {
            return singleSpaces(text.toLowerCase(Locale.ROOT));
        }
        return singleSpaces(symbols(abbreviations(numbers(lower(text.replace("\"", ""))))));
    }

    /** Turkish: the dotted capital I is i, not the i with a second dot that lower casing gives. */
    private String lower(String text) {
        return (language == Language.TURKISH ? text.replace("İ", "i") : text).toLowerCase(Locale.ROOT);
    }

    String numbers(String text) {
        return numbers.map(expander -> expander.expand(text)).orElse(text);
    }

    String abbreviations(String text) {
        String expanded = text;
        for (Map.Entry<Pattern, String> entry : abbreviations.entrySet()) {
            expanded = entry.getKey().matcher(expanded).replaceAll(entry.getValue());
        }
        return expanded;
    }

    String symbols(String text) {
        String expanded = text;
        for (Map.Entry<String, String> entry : language.symbols().entrySet()) {
            expanded = expanded.replace(entry.getKey(), " " + entry.getValue() + " ")
                    .replace("  ", " ");
        }
        return OUTER_SPACES.matcher(expanded).replaceAll("");
    }

    private static String singleSpaces(String text) {
        return SPACES.matcher(text).replaceAll(" ");
    }
}
