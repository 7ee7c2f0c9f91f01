package hangolo.models.text.numbers;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** "bindokuzyüzdoksandokuz": one word without a space. */
final class TurkishSpeller extends WordSpeller {
    private static final List<String> ONES = list("sıfır bir iki üç dört beş altı yedi sekiz dokuz");
    private static final List<String> TENS = list("- on yirmi otuz kırk elli altmış yetmiş seksen doksan");
    private static final List<String> SCALES = list("- bin milyon milyar trilyon katrilyon kentilyon");
    /** The ordinal of the last word. Like num2words, kentilyon has none. */
    private static final List<String> PLACES = list("sıfır=sıfırıncı bir=birinci iki=ikinci üç=üçüncü dört=dördüncü"
            + " beş=beşinci altı=altıncı yedi=yedinci sekiz=sekizinci dokuz=dokuzuncu on=onuncu"
            + " yirmi=yirminci otuz=otuzuncu kırk=kırkıncı elli=ellinci altmış=altmışıncı yetmiş=yetmişinci"
            + " seksen=sekseninci doksan=doksanıncı yüz=yüzüncü bin=bininci milyon=milyonuncu milyar=milyarıncı"
            + " trilyon=trilyonuncu katrilyon=katrilyonuncu");

    TurkishSpeller() {
        super(21);
    }

    @Override
    String words(BigInteger number) {
        return String.join("", parts(number, false));
    }

    @Override
    String place(BigInteger number) {
        List<String> parts = new ArrayList<>(parts(number, true));
        int last = parts.size() - 1;
        String word = parts.get(last);
        PLACES.stream()
                .filter(rule -> rule.startsWith(word + "="))
                .findFirst()
                .ifPresent(rule -> parts.set(last, rule.substring(word.length() + 1)));
        return String.join("", parts);
    }

    private static List<String> parts(BigInteger number, boolean place) {
        int[] groups = triplets(number);
        if (groups.length == 0) {
            return List.of(ONES.get(0));
        }
        int lowest = 0;
        while (groups[lowest] == 0) {
            lowest++;
        }
        List<String> words = new ArrayList<>();
        for (int i = groups.length - 1; i >= lowest; i--) {
            if (groups[i] > 0) {
                addHundredsAndTens(groups[i], words);
                int unit = groups[i] % 10;
                if (unit > 0 && !silent(groups, i, i == lowest, place)) {
                    words.add(ONES.get(unit));
                }
                if (i > 0) {
                    words.add(SCALES.get(i));
                }
            }
        }
        return words;
    }

    private static void addHundredsAndTens(int n, List<String> words) {
        if (n >= 200) {
            words.add(ONES.get(n / 100));
        }
        if (n >= 100) {
            words.add("yüz");
        }
        if (n / 10 % 10 > 0) {
            words.add(TENS.get(n / 10 % 10));
        }
    }

    /**
     * "bin" is said without "bir". Like num2words, a unit is also dropped in 121 345 (but not in 121 000), and, where
     * lower groups follow, in a group like 002 of a million and more (in ordinals only 001).
     */
    private static boolean silent(int[] groups, int i, boolean lowest, boolean place) {
        int n = groups[i];
        if (i == 0) {
            return false;
        }
        if (i == groups.length - 1) {
            boolean leadingOne = n == 1 || n >= 100 && n % 10 == 1 && !lowest;
            return i == 1 && leadingOne;
        }
        if (n > 9) {
            return false;
        }
        if (i == 1 || place && !lowest) {
            return n == 1;
        }
        return !lowest;
    }

    /** The cleaners leave Turkish decimals alone; this is for completeness. */
    @Override
    String point() {
        return "virgül";
    }

    /** Like num2words: no currency. */
    @Override
    Map<Currency, Coins> coins() {
        return Map.of();
    }
}
