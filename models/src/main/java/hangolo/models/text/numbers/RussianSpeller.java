package hangolo.models.text.numbers;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** "одна тысяча девятьсот девяносто девять". */
final class RussianSpeller extends SlavicSpeller {
    private static final List<String> ONES = list("ноль один два три четыре пять шесть семь восемь девять десять"
            + " одиннадцать двенадцать тринадцать четырнадцать пятнадцать шестнадцать семнадцать восемнадцать"
            + " девятнадцать");
    private static final List<String> TENS =
            list("- - двадцать тридцать сорок пятьдесят шестьдесят семьдесят" + " восемьдесят девяносто");
    private static final List<String> HUNDREDS =
            list("- сто двести триста четыреста пятьсот шестьсот семьсот восемьсот девятьсот");
    private static final List<String> POWERS =
            list("миллион миллиард триллион квадриллион квинтиллион секстиллион" + " септиллион октиллион нониллион");

    private static final List<String> PLACES =
            list("нулевой первый второй третий четвёртый пятый шестой седьмой восьмой"
                    + " девятый десятый одиннадцатый двенадцатый тринадцатый четырнадцатый пятнадцатый шестнадцатый"
                    + " семнадцатый восемнадцатый девятнадцатый");
    private static final List<String> TEN_PLACES = list(
            "- - двадцатый тридцатый сороковой пятидесятый шестидесятый" + " семидесятый восьмидесятый девяностый");
    private static final List<String> HUNDRED_PLACES = list(
            "- сотый двухсотый трёхсотый четырёхсотый пятисотый" + " шестисотый семисотый восьмисотый девятисотый");

    /** Genitives, which a scale is linked to: "двухтысячный". */
    private static final List<String> LINKED = list("- одно двух трёх четырёх пяти шести семи восьми девяти десяти"
            + " одиннадцати двенадцати тринадцати четырнадцати пятнадцати шестнадцати семнадцати восемнадцати"
            + " девятнадцати");

    private static final List<String> LINKED_TENS =
            list("- - двадцати тридцати сорока пятидесяти шестидесяти семидесяти восьмидесяти девяносто");
    private static final List<String> LINKED_HUNDREDS =
            list("- сто двухсот трёхсот четырёхсот пятисот шестисот семисот восьмисот девятисот");

    private static final List<String> WHOLES = list("целая целых целых");
    private static final Map<Currency, Coins> COINS = Map.of(
            Currency.EUR, Coins.of("евро|евро|евро", "цент|цента|центов"),
            Currency.USD, Coins.of("доллар|доллара|долларов", "цент|цента|центов"));

    RussianSpeller() {
        super(ONES, TENS, HUNDREDS, scales());
    }

    private static List<List<String>> scales() {
        List<List<String>> scales = new ArrayList<>(List.of(list("тысяча тысячи тысяч")));
        POWERS.forEach(name -> scales.add(List.of(name, name + "а", name + "ов")));
        return scales;
    }

    @Override
    boolean dropsOne() {
        return false;
    }

    /** Thousands are feminine by themselves. Like num2words, so are then a feminine thing's millions. */
    @Override
    String one(int n, int power, boolean feminine) {
        if (feminine || power == 1) {
            return n == 1 ? "одна" : n == 2 ? "две" : ONES.get(n);
        }
        return ONES.get(n);
    }

    @Override
    String plural(BigInteger count, List<String> forms) {
        int tail = count.mod(BigInteger.valueOf(100)).intValue();
        boolean singular = tail % 10 == 1 && tail != 11;
        boolean few = tail % 10 > 1 && tail % 10 < 5 && (tail < 10 || tail > 20);
        return forms.get(singular ? 0 : few ? 1 : 2);
    }

    @Override
    String place(BigInteger number) {
        int[] groups = triplets(number);
        if (groups.length == 0) {
            return PLACES.get(0);
        }
        int last = 0;
        while (groups[last] == 0) {
            last++;
        }
        List<String> words = new ArrayList<>();
        for (int i = groups.length - 1; i > last; i--) {
            if (groups[i] > 0) {
                addHigher(groups[i], i, words);
            }
        }
        if (last > 0) {
            words.add(linked(groups[last]) + (last == 1 ? "тысячный" : POWERS.get(last - 2) + "ный"));
        } else {
            addPlace(groups[0], words);
        }
        return String.join(" ", words);
    }

    /** Like num2words: groups above are cardinals, but their round tens and hundreds are inflected. */
    private void addHigher(int n, int power, List<String> words) {
        if (n == 1) {
            words.add(power == 1 ? "тысяча" : POWERS.get(power - 2));
            return;
        }
        int rest = n % 100;
        List<String> group = new ArrayList<>();
        addGroup(n, power, false, group);
        int lastNumber = group.size() - 2;
        if (rest == 0) {
            group.set(lastNumber, HUNDRED_PLACES.get(n / 100));
        } else if (rest >= 10 && rest < 20) {
            group.set(lastNumber, PLACES.get(rest));
        } else if (rest % 10 == 0) {
            group.set(lastNumber, TEN_PLACES.get(rest / 10));
        }
        words.addAll(group);
    }

    private static void addPlace(int n, List<String> words) {
        int rest = n % 100;
        if (rest == 0) {
            words.add(HUNDRED_PLACES.get(n / 100));
            return;
        }
        if (n >= 100) {
            words.add(HUNDREDS.get(n / 100));
        }
        if (rest >= 20) {
            words.add(rest % 10 == 0 ? TEN_PLACES.get(rest / 10) : TENS.get(rest / 10));
        }
        if (rest < 20 || rest % 10 > 0) {
            words.add(PLACES.get(rest < 20 ? rest : rest % 10));
        }
    }

    private static String linked(int n) {
        if (n == 1) {
            return "";
        }
        int rest = n % 100;
        String hundreds = n < 100 ? "" : LINKED_HUNDREDS.get(n / 100);
        String tens = rest < 20 ? "" : LINKED_TENS.get(rest / 10);
        int unit = rest < 20 ? rest : rest % 10;
        return hundreds + tens + (unit == 0 ? "" : LINKED.get(unit));
    }

    /** "двенадцать целых пять десятых"; like num2words, "515.0" keeps its zero. */
    @Override
    public String decimal(double number) {
        String fraction = fraction(number);
        BigInteger whole = whole(number);
        if (fraction.length() > 3 * POWERS.size()) {
            return cardinal(whole) + " " + plural(whole, WHOLES) + " " + digits(fraction);
        }
        boolean singular = fraction.endsWith("1") && !fraction.endsWith("11");
        String unit = place(BigInteger.TEN.pow(fraction.length())).replaceFirst("(ый|ой)$", singular ? "ая" : "ых");
        return feminine(whole) + " " + plural(whole, WHOLES) + " " + feminine(new BigInteger(fraction)) + " " + unit;
    }

    private String feminine(BigInteger number) {
        return hasWords(number) ? words(number, true) : cardinal(number);
    }

    @Override
    String point() {
        return WHOLES.get(2);
    }

    /** Like num2words: no pounds. */
    @Override
    Map<Currency, Coins> coins() {
        return COINS;
    }
}
