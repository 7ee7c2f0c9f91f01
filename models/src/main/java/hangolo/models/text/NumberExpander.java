package hangolo.models.text;

import hangolo.models.text.numbers.Currency;
import hangolo.models.text.numbers.NumberSpeller;
import java.math.BigInteger;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Writes the numbers of a text out in words, in five passes over the whole text (xtts-spec.md 2.5): thousands
 * separators, money, decimals, ordinals, all the rest. Odd results are Coqui's: the patterns are its patterns,
 * only arranged so that their time grows with the length of the text and not with its square.
 */
final class NumberExpander {
    private static final Pattern COMMAS =
            Pattern.compile(TextCleaner.BOUNDARY + "\\p{Nd}{1,3}(,\\p{Nd}{3})*(\\.\\p{Nd}+)?" + TextCleaner.BOUNDARY);
    /** The first sign is any, as in Coqui TTS, so that spaces group digits too (but stay). */
    private static final Pattern DOTS = Pattern.compile(
            TextCleaner.BOUNDARY + "\\p{Nd}{1,3}([^\\n]\\p{Nd}{3})*(,\\p{Nd}+)?" + TextCleaner.BOUNDARY);

    private static final Pattern DECIMALS = Pattern.compile("(?<![0-9])[0-9]++[.,][0-9]++");
    private static final Pattern INTEGERS = Pattern.compile("[0-9]++");
    private static final Map<Currency, Pattern> MONEY = new EnumMap<>(Currency.class);
    /** Longer numbers are read digit by digit; no language has words for a hundred digits. */
    private static final int MOST_DIGITS = 100;

    static {
        for (Currency currency : Currency.values()) {
            String sign = Pattern.quote(String.valueOf(currency.sign()));
            String amount = "[0-9.,]*[0-9]";
            String before = sign + amount;
            String after = "(?<![0-9.,])" + amount + sign;
            // Coqui TTS looks for a euro sign after the amount first.
            String both = currency == Currency.EUR ? after + "|" + before : before + "|" + after;
            MONEY.put(currency, Pattern.compile(both));
        }
    }

    private final Language language;
    private final NumberSpeller speller;
    private final Pattern ordinals;

    NumberExpander(Language language, NumberSpeller speller) {
        this.language = language;
        this.speller = speller;
        this.ordinals = Pattern.compile("(?<![0-9])([0-9]++)(?:" + ordinalEndings(language) + ")");
    }

    private static String ordinalEndings(Language language) {
        String atEnd = "\\.(?=" + TextCleaner.SPACE + "|\\z)";
        return switch (language) {
            case ENGLISH -> "st|nd|rd|th";
            case SPANISH -> "º|ª|er|o|a|os|as";
            case FRENCH -> "º|ª|er|re|e|ème";
            case GERMAN -> "st|nd|rd|th|º|ª|" + atEnd;
            case PORTUGUESE -> "º|ª|o|a|os|as";
            case ITALIAN -> "º|°|ª|o|a|i|e";
            case POLISH -> "º|ª|st|nd|rd|th";
            case ARABIC -> "ون|ين|ث|ر|ى";
            case CZECH -> atEnd;
            case RUSSIAN -> "-й|-я|-е|-ое|-ье|-го";
            case DUTCH -> "de|ste|e";
            case TURKISH -> "\\.|inci|nci|uncu|üncü";
            case HUNGARIAN -> "\\.|adik|edik|odik|ödik|ödike|ik";
            case HINDI, CHINESE, JAPANESE, KOREAN -> "(?!)";
        };
    }

    /** Writes all numbers out; the text is in lower case. */
    String expand(String text) {
        boolean commas = language == Language.ENGLISH || language == Language.RUSSIAN;
        String expanded = commas
                ? COMMAS.matcher(text).replaceAll(m -> m.group().replace(",", ""))
                : DOTS.matcher(text)
                        .replaceAll(m -> Matcher.quoteReplacement(m.group().replace(".", "")));
        expanded = money(expanded);
        if (language != Language.TURKISH) {
            expanded = replace(DECIMALS, expanded, m -> decimal(m.group()));
        }
        expanded = replace(ordinals, expanded, m -> ordinal(m.group(1)));
        return replace(INTEGERS, expanded, m -> cardinal(m.group()));
    }

    private interface Wording {
        String of(MatchResult match);
    }

    private static String replace(Pattern pattern, String text, Wording wording) {
        return pattern.matcher(text).replaceAll(m -> Matcher.quoteReplacement(wording.of(m)));
    }

    /** Like Coqui TTS: the first amount it has no words for ends the search; its currency and the next ones stay. */
    private String money(String text) {
        String expanded = text;
        for (Currency currency : Currency.values()) {
            StringBuilder next = new StringBuilder();
            Matcher match = MONEY.get(currency).matcher(expanded);
            while (match.find()) {
                Optional<String> words = amount(match.group(), currency);
                if (words.isEmpty()) {
                    return expanded;
                }
                match.appendReplacement(next, Matcher.quoteReplacement(words.get()));
            }
            expanded = match.appendTail(next).toString();
        }
        return expanded;
    }

    /** Whole amounts end at the last joiner, which drops "zero cents" (and sometimes more, as in Coqui TTS). */
    private Optional<String> amount(String match, Currency currency) {
        String number = match.replace(',', '.').replaceAll("[^0-9.]", "");
        if (number.length() > MOST_DIGITS || number.indexOf('.') != number.lastIndexOf('.')) {
            return Optional.empty();
        }
        double amount = Double.parseDouble(number);
        Optional<String> words = speller.money(amount, currency);
        return amount == Math.rint(amount) ? words.map(this::withoutCents) : words;
    }

    private String withoutCents(String words) {
        int cut = words.lastIndexOf(speller.joiner());
        return cut < 0 ? words : words.substring(0, cut);
    }

    private String decimal(String number) {
        return number.length() > MOST_DIGITS
                ? digits(number)
                : speller.decimal(Double.parseDouble(number.replace(',', '.')));
    }

    private String ordinal(String number) {
        return number.length() > MOST_DIGITS ? digits(number) : speller.ordinal(new BigInteger(number));
    }

    private String cardinal(String number) {
        return number.length() > MOST_DIGITS ? digits(number) : speller.cardinal(new BigInteger(number));
    }

    private String digits(String number) {
        return number.chars()
                .filter(Character::isDigit)
                .mapToObj(d -> speller.cardinal(BigInteger.valueOf(d - '0')))
                .collect(Collectors.joining(" "));
    }
}
