package hangolo.models.text.numbers;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** "tysiąc dziewięćset dziewięćdziesiąt dziewięć". */
final class PolishSpeller extends SlavicSpeller {
    private static final List<String> HUNDREDS =
            list("- sto dwieście trzysta czterysta pięćset sześćset siedemset osiemset dziewięćset");
    private static final List<String> PREFIXES = list("mi bi try kwadry kwinty seksty septy okty nony decy");

    private static final List<String> PLACES = list("zerowy pierwszy drugi trzeci czwarty piąty szósty siódmy ósmy"
            + " dziewiąty dziesiąty jedenasty dwunasty trzynasty czternasty piętnasty szesnasty siedemnasty osiemnasty"
            + " dziewiętnasty");
    private static final List<String> TEN_PLACES = list("- - dwudziesty trzydziesty czterdziesty pięćdziesiąty"
            + " sześćdziesiąty siedemdziesiąty osiemdziesiąty dziewięćdziesiąty");
    private static final List<String> HUNDRED_PLACES = list(
            "- setny dwusetny trzysetny czterysetny pięćsetny" + " sześćsetny siedemsetny osiemsetny dziewięćsetny");

    /** Before a scale: "pięciotysięczny". Spelled as num2words does. */
    private static final List<String> LINKED = list("- pierwszo dwu trzy cztero pięcio sześcio siedmio ośmio dziewięcio"
            + " dziesięcio jedenasto dwunasto trzynasto czternasto piętnasto szesnasto siedemnasto osiemnasto"
            + " dziewiętnasto");

    private static final List<String> LINKED_TENS = list("- - dwudziesto trzydiesto czterdziesto pięćdziesięcio"
            + " sześćdziesięcio siedemdziesięcio osiemdziesięcio dziewięćdziesięcio");
    private static final List<String> LINKED_HUNDREDS =
            list("- stu dwustu trzystu czterystu pięcset sześćset siedemset ośiemset dziewięćset");
    private static final List<String> SCALE_PLACES = list("- tysięczny milionowy milairdowy");

    private static final Map<Currency, Coins> COINS = Map.of(
            Currency.EUR, Coins.of("euro|euro|euro", "cent|centy|centów"),
            Currency.USD, Coins.of("dolar amerykański|dolary amerykańskie|dolarów amerykańskich", "cent|centy|centów"));

    PolishSpeller() {
        super(
                list("zero jeden dwa trzy cztery pięć sześć siedem osiem dziewięć dziesięć jedenaście dwanaście"
                        + " trzynaście czternaście piętnaście szesnaście siedemnaście osiemnaście dziewiętnaście"),
                list("- - dwadzieścia trzydzieści czterdzieści pięćdziesiąt sześćdziesiąt siedemdziesiąt"
                        + " osiemdziesiąt dziewięćdziesiąt"),
                HUNDREDS,
                scales());
    }

    private static List<List<String>> scales() {
        List<List<String>> scales = new ArrayList<>(List.of(List.of("tysiąc", "tysiące", "tysięcy")));
        for (String prefix : PREFIXES) {
            for (String ending : List.of("lion", "liard")) {
                String name = prefix + ending;
                scales.add(List.of(name, name + "y", name + "ów"));
            }
        }
        return scales;
    }

    @Override
    boolean dropsOne() {
        return true;
    }

    @Override
    String place(BigInteger number) {
        int[] groups = triplets(number);
        int level = 0;
        while (level < groups.length && groups[level] == 0) {
            level++;
        }
        if (level == groups.length) {
            return PLACES.get(0);
        }
        if (level >= SCALE_PLACES.size()) {
            return words(number);
        }
        BigInteger last = BigInteger.valueOf(groups[level])
                .multiply(BigInteger.valueOf(1000).pow(level));
        List<String> words = new ArrayList<>();
        if (level < groups.length - 1) {
            words.add(words(number.subtract(last)));
        }
        if (level == 0) {
            addPlace(groups[0], words);
            return String.join(" ", words);
        }
        addLinked(groups[level], words);
        // Like num2words: only a scale without a number before it is a word of its own.
        boolean apart = groups[level] == 1 && !words.isEmpty();
        return String.join(" ", words) + (apart ? " " : "") + SCALE_PLACES.get(level);
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
        if (rest < 20) {
            words.add(PLACES.get(rest));
            return;
        }
        words.add(TEN_PLACES.get(rest / 10));
        if (rest % 10 > 0) {
            words.add(PLACES.get(rest % 10));
        }
    }

    /** Like num2words, words of a longer number stay apart, and 21 and more are not linked at all. */
    private static void addLinked(int n, List<String> words) {
        int rest = n % 100;
        if (rest == 0) {
            words.add(LINKED_HUNDREDS.get(n / 100));
        } else if (n > 1 && rest < 20) {
            addHundred(n, words);
            words.add(LINKED.get(rest));
        } else if (rest % 10 == 0) {
            addHundred(n, words);
            words.add(LINKED_TENS.get(rest / 10));
        } else if (n > 1) {
            addPlace(n, words);
        }
    }

    private static void addHundred(int n, List<String> words) {
        if (n >= 100) {
            words.add(HUNDREDS.get(n / 100));
        }
    }

    @Override
    String point() {
        return "przecinek";
    }

    /** Like num2words: no pounds. */
    @Override
    Map<Currency, Coins> coins() {
        return COINS;
    }
}
