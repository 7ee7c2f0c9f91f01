package hangolo.models.text.numbers;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What the languages share: limits, decimals digit by digit, amounts of money. */
abstract class WordSpeller implements NumberSpeller {
    /** The names of 1000^2, 1000^4, ... (or 1000^2, 1000^3, ...) without their ending. */
    static final List<String> LATIN = List.of("m", "b", "tr", "quadr", "quint", "sext", "sept", "oct", "non");

    private static final BigInteger THOUSAND = BigInteger.valueOf(1000);
    private static final BigInteger HUNDRED = BigInteger.valueOf(100);
    /** Digits of Python's decimal arithmetic; more, and an amount of money is given up. */
    private static final int MONEY_DIGITS = 28;

    /**
     * The words of a currency, one for each grammatical number of the language.
     *
     * @param units such as (dollar, dollars)
     * @param cents such as (cent, cents)
     */
    record Coins(List<String> units, List<String> cents) {
        static Coins of(String units, String cents) {
            return new Coins(List.of(units.split("\\|")), List.of(cents.split("\\|")));
        }
    }

    private final BigInteger limit;

    /** Numbers of more digits are read digit by digit. */
    WordSpeller(int mostDigits) {
        this.limit = BigInteger.TEN.pow(mostDigits);
    }

    /** Says a number below the limit. */
    abstract String words(BigInteger number);

    /** Says the place of a number below the limit. */
    abstract String place(BigInteger number);

    /** The word of the decimal point. */
    abstract String point();

    abstract Map<Currency, Coins> coins();

    /** Whether a number is below the limit of the language. */
    final boolean hasWords(BigInteger number) {
        return number.compareTo(limit) < 0;
    }

    @Override
    public final String cardinal(BigInteger number) {
        return hasWords(number) ? words(number) : digits(number.toString());
    }

    @Override
    public final String ordinal(BigInteger number) {
        return hasWords(number) ? place(number) : digits(number.toString());
    }

    @Override
    public String joiner() {
        return ", ";
    }

    @Override
    public String decimal(double number) {
        BigInteger whole = whole(number);
        if (number == Math.rint(number)) {
            return cardinal(whole);
        }
        return cardinal(whole) + " " + point() + " " + digits(roundedFraction(number));
    }

    @Override
    public Optional<String> money(double amount, Currency currency) {
        BigDecimal exact = new BigDecimal(amount).setScale(2, RoundingMode.HALF_UP);
        Coins words = coins().get(currency);
        if (words == null || exact.precision() > MONEY_DIGITS || !hasWords(exact.toBigInteger())) {
            return Optional.empty();
        }
        BigInteger[] parts = exact.unscaledValue().divideAndRemainder(HUNDRED);
        return Optional.of(cardinal(parts[0]) + " " + plural(parts[0], words.units()) + joiner() + cardinal(parts[1])
                + " " + plural(parts[1], words.cents()));
    }

    /** The word for so many of a thing. */
    String plural(BigInteger count, List<String> forms) {
        return forms.get(count.equals(BigInteger.ONE) ? 0 : 1);
    }

    String digits(String digits) {
        return digits.chars().mapToObj(d -> words(BigInteger.valueOf(d - '0'))).collect(Collectors.joining(" "));
    }

    static BigInteger whole(double number) {
        return new BigDecimal(number).toBigInteger();
    }

    /**
     * The shortest decimal number that is read as this value, as Python prints it. (Java 17 prints more digits than
     * needed for some values.)
     */
    static BigDecimal shortest(double number) {
        BigDecimal exact = new BigDecimal(number);
        for (int digits = 1; digits < 17; digits++) {
            BigDecimal rounded = exact.round(new MathContext(digits, RoundingMode.HALF_EVEN));
            if (rounded.doubleValue() == number) {
                return rounded;
            }
        }
        return exact.round(new MathContext(17, RoundingMode.HALF_EVEN));
    }

    /** The decimals of the shortest notation, at least one ("0"). */
    static String fraction(double number) {
        String plain = shortest(number).toPlainString();
        int dot = plain.indexOf('.');
        return dot < 0 ? "0" : plain.substring(dot + 1);
    }

    /** Like num2words: the decimals come from a difference of doubles, so that the last may be lost in big numbers. */
    private static String roundedFraction(double number) {
        int precision = fraction(number).length();
        double post = (number - Math.floor(number)) * Double.parseDouble("1e" + precision);
        double near = Math.rint(post);
        String digits =
                whole(Math.abs(near - post) < 0.01 ? near : Math.floor(post)).toString();
        return "0".repeat(Math.max(0, precision - digits.length())) + digits;
    }

    /** Groups of three digits, the lowest first; none for zero. */
    static int[] triplets(BigInteger number) {
        return groups(number, THOUSAND);
    }

    /** The digits of a number to a base, the lowest first; none for zero. */
    static int[] groups(BigInteger number, BigInteger base) {
        IntStream.Builder groups = IntStream.builder();
        for (BigInteger rest = number; rest.signum() > 0; rest = rest.divide(base)) {
            groups.add(rest.mod(base).intValue());
        }
        return groups.build().toArray();
    }

    /**
     * Joins the words of the groups that are not zero, the highest first.
     *
     * @param group the words of the group with this index
     * @param separator what stands before the group with this index, unless it is the first
     */
    static String join(int[] groups, IntFunction<String> group, IntFunction<String> separator) {
        StringBuilder text = new StringBuilder();
        for (int i = groups.length - 1; i >= 0; i--) {
            if (groups[i] > 0) {
                text.append(text.isEmpty() ? "" : separator.apply(i)).append(group.apply(i));
            }
        }
        return text.toString();
    }

    /** Splits a list of words written as one line. */
    static List<String> list(String words) {
        return List.of(words.split(" "));
    }
}
