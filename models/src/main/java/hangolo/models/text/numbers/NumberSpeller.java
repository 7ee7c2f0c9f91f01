package hangolo.models.text.numbers;

import java.math.BigInteger;
import java.util.Optional;

/**
 * Spells numbers out in one language. Numbers are never negative: the cleaners leave a minus sign in the text.
 *
 * <p>A number too large for the words of a language is read digit by digit.
 */
public interface NumberSpeller {

    /** How many: {@code 21} is "huszonegy". */
    String cardinal(BigInteger number);

    /** Which one: {@code 21} is "huszonegyedik". */
    String ordinal(BigInteger number);

    /** A finite number with decimals, with as many of them as the shortest notation of the value needs. */
    String decimal(double number);

    /**
     * An amount of money, cents included even if there are none: "húsz euro, zero cents".
     *
     * @param amount finite, not negative; rounded half up to cents
     * @param currency of the amount
     * @return words, or empty where num2words knows no words and gives up
     */
    Optional<String> money(double amount, Currency currency);

    /** What stands between the units and the cents of an amount, with its spaces: ", " or " und ". */
    String joiner();

    /** The speller of a language, given its two letters; empty if there is none. */
    static Optional<NumberSpeller> of(String language) {
        return Optional.ofNullable(
                switch (language) {
                    case "en" -> new EnglishSpeller();
                    case "es" -> new SpanishSpeller();
                    case "fr" -> new FrenchSpeller();
                    case "de" -> new GermanSpeller();
                    case "pt" -> new PortugueseSpeller();
                    case "it" -> new ItalianSpeller();
                    case "pl" -> new PolishSpeller();
                    case "ar" -> new ArabicSpeller();
                    case "cs" -> new CzechSpeller();
                    case "ru" -> new RussianSpeller();
                    case "nl" -> new DutchSpeller();
                    case "tr" -> new TurkishSpeller();
                    case "hu" -> new HungarianSpeller();
                    default -> null;
                });
    }
}
