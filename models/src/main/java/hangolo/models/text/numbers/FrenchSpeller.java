package hangolo.models.text.numbers;

import java.math.BigInteger;
import java.util.List;
import java.util.Map;

/** "mille neuf cent quatre-vingt-dix-neuf". */
final class FrenchSpeller extends WordSpeller {
    private static final List<String> ONES = list("zéro un deux trois quatre cinq six sept huit neuf dix onze douze"
            + " treize quatorze quinze seize dix-sept dix-huit dix-neuf");
    private static final List<String> TENS = list("- - vingt trente quarante cinquante soixante");

    private static final Map<Currency, Coins> COINS = Map.of(
            Currency.EUR, Coins.of("euro|euros", "centime|centimes"),
            Currency.USD, Coins.of("dollar|dollars", "cent|cents"),
            Currency.GBP, Coins.of("livre|livres", "penny|pence"));

    FrenchSpeller() {
        super(60);
    }

    @Override
    String words(BigInteger number) {
        int[] groups = triplets(number);
        return groups.length == 0 ? ONES.get(0) : join(groups, i -> group(groups[i], i), i -> " ");
    }

    private static String group(int n, int power) {
        String words = below1000(n);
        if (power == 0) {
            return words;
        }
        if (power == 1) {
            // Only "vingts" and "cents" lose their s before "mille".
            boolean loses = words.endsWith("vingts") || words.endsWith("cents");
            return n == 1 ? "mille" : (loses ? words.substring(0, words.length() - 1) : words) + " mille";
        }
        return words + " " + LATIN.get(power / 2 - 1) + (power % 2 == 1 ? "illiard" : "illion") + (n == 1 ? "" : "s");
    }

    private static String below1000(int n) {
        if (n < 100) {
            return below100(n);
        }
        String hundreds = n < 200 ? "cent" : ONES.get(n / 100) + " cent";
        if (n % 100 == 0) {
            return hundreds + (n < 200 ? "" : "s");
        }
        return hundreds + " " + below100(n % 100);
    }

    /** From sixty on the French count in twenties. */
    private static String below100(int n) {
        if (n < 20) {
            return ONES.get(n);
        }
        if (n >= 80) {
            return n == 80 ? "quatre-vingts" : "quatre-vingt-" + ONES.get(n - 80);
        }
        int base = n >= 60 ? 60 : n / 10 * 10;
        String unit = n == base ? "" : (n % 10 == 1 ? " et " : "-") + ONES.get(n - base);
        return TENS.get(base / 10) + unit;
    }

    @Override
    String place(BigInteger number) {
        if (number.equals(BigInteger.ONE)) {
            return "premier";
        }
        String words = words(number);
        String stem = Endings.replaceFirst(words, list("cinq=cinqu neuf=neuv"));
        return (stem.endsWith("e") ? stem.substring(0, stem.length() - 1) : stem) + "ième";
    }

    @Override
    public String joiner() {
        return " et ";
    }

    @Override
    String point() {
        return "virgule";
    }

    @Override
    Map<Currency, Coins> coins() {
        return COINS;
    }
}
