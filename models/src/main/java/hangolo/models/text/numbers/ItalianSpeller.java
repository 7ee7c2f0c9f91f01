package hangolo.models.text.numbers;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** "millenovecentonovantanove". */
final class ItalianSpeller extends WordSpeller {
    private static final List<String> ONES = list("zero uno due tre quattro cinque sei sette otto nove dieci undici"
            + " dodici tredici quattordici quindici sedici diciassette diciotto diciannove");
    private static final List<String> TENS =
            list("- - venti trenta quaranta cinquanta sessanta settanta ottanta novanta");
    private static final List<String> SCALES = list("m b tr quadr quint sest sett ott nov dec");
    private static final List<String> PLACES = list("zero primo secondo terzo quarto quinto sesto settimo ottavo nono"
            + " decimo undicesimo dodicesimo tredicesimo quattordicesimo quindicesimo sedicesimo diciassettesimo"
            + " diciottesimo diciannovesimo");

    private static final Map<Currency, Coins> COINS = Map.of(
            Currency.EUR, Coins.of("euro|euro", "centesimo|centesimi"),
            Currency.USD, Coins.of("dollaro|dollari", "centesimo|centesimi"),
            Currency.GBP, Coins.of("sterlina|sterline", "penny|penny"));

    ItalianSpeller() {
        super(65);
    }

    /** Like num2words: every step that makes a word longer switches the accent of a final "tre" on or off. */
    @Override
    String words(BigInteger number) {
        String digits = number.toString();
        if (digits.length() <= 6) {
            return belowMillion(number.intValueExact());
        }
        return switchAccents(aboveMillion(digits));
    }

    private static String belowMillion(int n) {
        if (n < 1000) {
            return below1000(n);
        }
        String thousands = n < 2000 ? "mille" : below1000(n / 1000) + "mila";
        return switchAccent(thousands + (n % 1000 == 0 ? "" : below1000(n % 1000)));
    }

    private static String below1000(int n) {
        if (n < 20) {
            return ONES.get(n);
        }
        if (n < 100) {
            return switchAccent(contract(TENS.get(n / 10) + (n % 10 == 0 ? "" : ONES.get(n % 10))));
        }
        String hundreds = (n < 200 ? "" : ONES.get(n / 100)) + "cento";
        return switchAccent(contract(hundreds + (n % 100 == 0 ? "" : below1000(n % 100))));
    }

    /** "un milione e duecentotrentaquattro", and commas where there are several parts below. */
    private String aboveMillion(String digits) {
        int lead = digits.length() % 3 == 0 ? 3 : digits.length() % 3;
        int multiplier = Integer.parseInt(digits.substring(0, lead));
        int zeros = digits.length() - lead;
        String scale = SCALES.get(zeros / 6 - 1) + (zeros % 6 == 0 ? "ilion" : "iliard");
        String head = multiplier == 1
                ? "un " + scale + (zeros % 6 == 0 ? "e" : "o")
                : below1000(multiplier) + " " + scale + "i";
        BigInteger rest = new BigInteger(digits.substring(lead));
        if (rest.signum() == 0) {
            return head;
        }
        String tail = words(rest);
        return head + (tail.contains(" e ") ? ", " : " e ") + tail;
    }

    /** Vowels meet: "centootto" is "centotto", "trentauno" is "trentuno". */
    private static String contract(String word) {
        return word.replace("oo", "o")
                .replace("ao", "o")
                .replace("io", "o")
                .replace("au", "u")
                .replace("iu", "u");
    }

    private static String switchAccents(String words) {
        return Arrays.stream(words.split(" ")).map(ItalianSpeller::switchAccent).collect(Collectors.joining(" "));
    }

    private static String switchAccent(String word) {
        String plain = word.replace("tré", "tre");
        return word.endsWith("tre") && word.length() > 3 ? plain.substring(0, plain.length() - 1) + "é" : plain;
    }

    @Override
    String place(BigInteger number) {
        int tens = number.mod(BigInteger.valueOf(100)).intValue();
        boolean teen = tens > 10 && tens < 20;
        if (number.bitLength() < 6 && number.intValue() < 20) {
            return PLACES.get(number.intValue());
        }
        String words = words(number);
        String stem = words.substring(0, words.length() - 1);
        if (!teen && tens % 10 == 3) {
            return stem + "eesimo";
        }
        if (!teen && tens % 10 == 6) {
            return words + "esimo";
        }
        return stem + (stem.endsWith("mil") ? "l" : "") + "esimo";
    }

    /** Like num2words: "uno" becomes "un" wherever it stands, "una" only before pounds. */
    @Override
    public Optional<String> money(double amount, Currency currency) {
        return super.money(amount, currency).map(text -> {
            String pounds = currency == Currency.GBP && text.startsWith("uno ") ? "una " + text.substring(4) : text;
            return pounds.replace("uno", "un");
        });
    }

    /** Like num2words: "515,0" keeps its zero. */
    @Override
    public String decimal(double number) {
        return switchAccents(cardinal(whole(number)) + " " + point() + " " + digits(fraction(number)));
    }

    @Override
    public String joiner() {
        return " e ";
    }

    @Override
    String point() {
        return "virgola";
    }

    @Override
    Map<Currency, Coins> coins() {
        return COINS;
    }
}
