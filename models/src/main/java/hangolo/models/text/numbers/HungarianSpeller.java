package hangolo.models.text.numbers;

import java.math.BigInteger;
import java.util.List;
import java.util.Map;

/** "ezerkilencszázkilencvenkilenc", "kétezer-huszonnégy". */
final class HungarianSpeller extends WordSpeller {
    private static final List<String> ONES = list("nulla egy kettő három négy öt hat hét nyolc kilenc");
    private static final List<String> TENS = list("- tíz húsz harminc negyven ötven hatvan hetven nyolcvan kilencven");
    private static final List<String> LINKED_TENS = list("- tizen huszon");
    /** Endings before "ik", the first that fits. Like num2words: a million becomes "egymmilliomodik". */
    private static final List<String> PLACES = list("nulla=nullad egy=egyed kettő=ketted három=harmad négy=negyed"
            + " öt=ötöd hat=hatod hét=heted nyolc=nyolcad kilenc=kilenced tíz=tized húsz=huszad harminc=harmincad"
            + " negyven=negyvened ötven=ötvened hatvan=hatvanad hetven=hetvened nyolcvan=nyolcvanad"
            + " kilencven=kilencvened száz=század ezer=ezred illió=milliomod illiárd=milliárdod");

    private static final List<String> FRACTIONS = list("- tized század ezred tízezred százezred milliomod");

    HungarianSpeller() {
        super(60);
    }

    @Override
    String words(BigInteger number) {
        return number.signum() == 0 ? ONES.get(0) : number.equals(BigInteger.TWO) ? "kettő" : linked(number);
    }

    /** As a part of a longer word: nothing for zero, "két" for two alone. */
    private static String linked(BigInteger number) {
        String digits = number.toString();
        if (digits.length() <= 6) {
            return belowMillion(number.intValueExact());
        }
        int power = (digits.length() - 1) / 3;
        BigInteger[] parts = number.divideAndRemainder(BigInteger.TEN.pow(3 * power));
        String scale = LATIN.get(power / 2 - 1) + (power % 2 == 1 ? "illiárd" : "illió");
        String rest = linked(parts[1]);
        return linked(parts[0]) + scale + (rest.isEmpty() ? "" : "-" + rest);
    }

    private static String belowMillion(int n) {
        if (n < 1000) {
            return below1000(n);
        }
        String thousands = (n < 2000 ? "" : below1000(n / 1000)) + "ezer";
        String rest = below1000(n % 1000);
        // Above two thousand a hyphen is written.
        return thousands + (n <= 2000 || rest.isEmpty() ? "" : "-") + rest;
    }

    private static String below1000(int n) {
        if (n == 0) {
            return "";
        }
        if (n == 2) {
            return "két";
        }
        if (n >= 100) {
            return (n < 200 ? "" : below1000(n / 100)) + "száz" + below1000(n % 100);
        }
        if (n % 10 == 0) {
            return TENS.get(n / 10);
        }
        return (n < 10 ? "" : n < 30 ? LINKED_TENS.get(n / 10) : TENS.get(n / 10)) + ONES.get(n % 10);
    }

    @Override
    String place(BigInteger number) {
        if (number.equals(BigInteger.ONE)) {
            return "első";
        }
        return number.equals(BigInteger.TWO) ? "második" : Endings.replaceFirst(words(number), PLACES) + "ik";
    }

    /** "tizenkettő egész öt tized". (num2words fails from the fourth decimal on; here it goes on to the sixth.) */
    @Override
    public String decimal(double number) {
        String fraction = fraction(number);
        if (number == Math.rint(number)) {
            return cardinal(whole(number));
        }
        String whole = cardinal(whole(number)) + " " + point() + " ";
        return fraction.length() < FRACTIONS.size()
                ? whole + cardinal(new BigInteger(fraction)) + " " + FRACTIONS.get(fraction.length())
                : whole + digits(fraction);
    }

    @Override
    String point() {
        return "egész";
    }

    /** Like num2words: money has English names. */
    @Override
    Map<Currency, Coins> coins() {
        return EnglishSpeller.COINS;
    }
}
