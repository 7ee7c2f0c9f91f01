package hangolo.models.text.numbers;

import java.math.BigInteger;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** "eintausendneunhundertneunundneunzig". */
final class GermanSpeller extends WordSpeller {
    private static final List<String> ONES = list("null eins zwei drei vier fünf sechs sieben acht neun zehn elf zwölf"
            + " dreizehn vierzehn fünfzehn sechzehn siebzehn achtzehn neunzehn");
    private static final List<String> TENS =
            list("- - zwanzig dreißig vierzig fünfzig sechzig siebzig achtzig neunzig");
    private static final List<String> SCALES = list("M B Tr Quadr Quint Sext Sept Okt Non");
    /** Endings before "te", the first that fits. */
    private static final List<String> PLACES =
            list("eins=ers drei=drit acht=ach sieben=sieb ig=igs ert=erts end=ends ion=ions nen=ns rde=rds rden=rds");

    private static final Map<Currency, Coins> COINS = Map.of(
            Currency.EUR, Coins.of("Euro|Euro", "Cent|Cent"),
            Currency.USD, Coins.of("Dollar|Dollar", "Cent|Cent"),
            Currency.GBP, Coins.of("Pfund|Pfund", "Penny|Pence"));

    GermanSpeller() {
        super(60);
    }

    @Override
    String words(BigInteger number) {
        int[] groups = triplets(number);
        // Only what follows "tausend" is not set apart.
        return groups.length == 0
                ? ONES.get(0)
                : join(groups, i -> group(groups[i], i), i -> i == 0 && groups[1] > 0 ? "" : " ");
    }

    private static String group(int n, int power) {
        if (power == 0) {
            return below1000(n);
        }
        if (power == 1) {
            return (n == 1 ? "ein" : below1000(n)) + "tausend";
        }
        boolean giga = power % 2 == 1;
        String scale = SCALES.get(power / 2 - 1) + (giga ? "illiarde" : "illion");
        return n == 1 ? "eine " + scale : below1000(n) + " " + scale + (giga ? "n" : "en");
    }

    private static String below1000(int n) {
        if (n >= 100) {
            return (n / 100 == 1 ? "ein" : ONES.get(n / 100)) + "hundert" + (n % 100 == 0 ? "" : below1000(n % 100));
        }
        if (n < 20) {
            return ONES.get(n);
        }
        String unit = n % 10 == 0 ? "" : (n % 10 == 1 ? "ein" : ONES.get(n % 10)) + "und";
        return unit + TENS.get(n / 10);
    }

    @Override
    String place(BigInteger number) {
        String stem = Endings.replaceFirst(words(number).toLowerCase(Locale.ROOT), PLACES) + "te";
        if (stem.equals("eintausendste") || stem.equals("einhundertste")) {
            return stem.substring("ein".length());
        }
        // "eine millionste" is "millionste", "zwei millionste" one word.
        return stem.replaceFirst("eine ([a-z]+(?:illion|illiard)ste)$", "$1")
                .replaceFirst(" ([a-z]+(?:illion|illiard)ste)$", "$1");
    }

    @Override
    public Optional<String> money(double amount, Currency currency) {
        return super.money(amount, currency).map(text -> text.replace("eins ", "ein "));
    }

    @Override
    public String joiner() {
        return " und ";
    }

    @Override
    String point() {
        return "Komma";
    }

    @Override
    Map<Currency, Coins> coins() {
        return COINS;
    }
}
