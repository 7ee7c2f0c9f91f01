package hangolo.models.text.numbers;

import java.math.BigInteger;
import java.util.List;
import java.util.Map;

/** "one thousand, nine hundred and ninety-nine". */
final class EnglishSpeller extends WordSpeller {
    private static final List<String> ONES = list("zero one two three four five six seven eight nine ten eleven twelve"
            + " thirteen fourteen fifteen sixteen seventeen eighteen nineteen");
    private static final List<String> TENS = list("- - twenty thirty forty fifty sixty seventy eighty ninety");
    /** The names of 1000^2 and on, before "illion". Like num2words: 1000^18 is a "septdecillion". */
    private static final List<String> SCALES = list("m b tr quadr quint sext sept oct non dec undec duodec tredec"
            + " quattuordec quindec sexdec septdec octodec novemdec vigint");

    private static final Map<String, String> PLACES = Map.of(
            "one", "first", "two", "second", "three", "third", "five", "fifth", "eight", "eighth", "nine", "ninth",
            "twelve", "twelfth");
    /** Also used for currencies by languages that have no words of their own. */
    static final Map<Currency, Coins> COINS = Map.of(
            Currency.EUR, Coins.of("euro|euro", "cent|cents"),
            Currency.USD, Coins.of("dollar|dollars", "cent|cents"),
            Currency.GBP, Coins.of("pound sterling|pounds sterling", "penny|pence"));

    EnglishSpeller() {
        super(66);
    }

    @Override
    String words(BigInteger number) {
        int[] groups = triplets(number);
        return groups.length == 0
                ? ONES.get(0)
                : join(groups, i -> group(groups[i], i), i -> i == 0 && groups[0] < 100 ? " and " : ", ");
    }

    private static String group(int n, int power) {
        return below1000(n) + (power == 0 ? "" : power == 1 ? " thousand" : " " + SCALES.get(power - 2) + "illion");
    }

    private static String below1000(int n) {
        if (n < 20) {
            return ONES.get(n);
        }
        if (n < 100) {
            return TENS.get(n / 10) + (n % 10 == 0 ? "" : "-" + ONES.get(n % 10));
        }
        return ONES.get(n / 100) + " hundred" + (n % 100 == 0 ? "" : " and " + below1000(n % 100));
    }

    @Override
    String place(BigInteger number) {
        String words = words(number);
        int last = Math.max(words.lastIndexOf(' '), words.lastIndexOf('-')) + 1;
        String word = words.substring(last);
        String place = word.endsWith("y") ? word.substring(0, word.length() - 1) + "ieth" : word + "th";
        return words.substring(0, last) + PLACES.getOrDefault(word, place);
    }

    @Override
    String point() {
        return "point";
    }

    @Override
    Map<Currency, Coins> coins() {
        return COINS;
    }
}
