package hangolo.models.text.numbers;

import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** "mil novecientos noventa y nueve". Names of numbers step by a million: "mil millones". */
final class SpanishSpeller extends WordSpeller {
    private static final BigInteger MILLION = BigInteger.valueOf(1_000_000);
    private static final BigInteger LAST_PLACE = BigInteger.TEN.pow(18);
    private static final List<String> ONES = list("cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce"
            + " trece catorce quince dieciséis diecisiete dieciocho diecinueve veinte veintiuno veintidós veintitrés"
            + " veinticuatro veinticinco veintiséis veintisiete veintiocho veintinueve");
    private static final List<String> TENS = list("- - - treinta cuarenta cincuenta sesenta setenta ochenta noventa");
    private static final List<String> HUNDREDS = list("- ciento doscientos trescientos cuatrocientos quinientos"
            + " seiscientos setecientos ochocientos novecientos");
    private static final List<String> SCALES = list("m b tr cuatr");

    private static final List<String> UNIT_PLACES =
            list("- primero segundo tercero cuarto quinto sexto séptimo octavo noveno décimo");
    private static final List<String> TEN_PLACES = list("- décimo vigésimo trigésimo quadragésimo quincuagésimo"
            + " sexagésimo septuagésimo octogésimo nonagésimo centésimo");
    private static final List<String> HUNDRED_PLACES = list("- centésimo ducentésimo tricentésimo cuadrigentésimo"
            + " quingentésimo sexcentésimo septigentésimo octigentésimo noningentésimo milésimo");
    private static final List<String> THOUSAND_PLACES =
            list("- milésimo millonésimo billonésimo trillonésimo cuadrillonésimo");

    private static final Map<Currency, Coins> COINS = Map.of(
            Currency.EUR, Coins.of("euro|euros", "céntimo|céntimos"),
            Currency.USD, Coins.of("dólar|dólares", "centavo|centavos"),
            Currency.GBP, Coins.of("libra|libras", "penique|peniques"));

    SpanishSpeller() {
        super(27);
    }

    @Override
    String words(BigInteger number) {
        int[] groups = groups(number, MILLION);
        return groups.length == 0 ? ONES.get(0) : join(groups, i -> group(groups[i], i), i -> " ");
    }

    private static String group(int n, int power) {
        if (power == 0) {
            return belowMillion(n);
        }
        String scale = SCALES.get(power - 1);
        return n == 1 ? "un " + scale + "illón" : belowMillion(n) + " " + scale + "illones";
    }

    private static String belowMillion(int n) {
        if (n < 1000) {
            return below1000(n);
        }
        String thousands = n < 2000 ? "mil" : below1000(n / 1000) + " mil";
        return thousands + (n % 1000 == 0 ? "" : " " + below1000(n % 1000));
    }

    private static String below1000(int n) {
        if (n < 30) {
            return ONES.get(n);
        }
        if (n < 100) {
            return TENS.get(n / 10) + (n % 10 == 0 ? "" : " y " + ONES.get(n % 10));
        }
        if (n == 100) {
            return "cien";
        }
        return HUNDREDS.get(n / 100) + (n % 100 == 0 ? "" : " " + below1000(n % 100));
    }

    /** Like num2words: 11 is "décimoprimero", 40 "quadragésimo", 2000 "dosmilésimo". */
    @Override
    String place(BigInteger number) {
        if (number.compareTo(LAST_PLACE) >= 0) {
            return words(number);
        }
        long n = number.longValueExact();
        if (n <= 10) {
            return n == 0 ? "" : UNIT_PLACES.get((int) n);
        }
        if (n <= 12) {
            return TEN_PLACES.get(1) + UNIT_PLACES.get((int) n - 10);
        }
        if (n <= 100) {
            return (TEN_PLACES.get((int) n / 10) + " " + place(n % 10)).strip();
        }
        if (n <= 1000) {
            return (HUNDRED_PLACES.get((int) n / 100) + " " + place(n % 100)).strip();
        }
        // Like num2words: its logarithm takes 10^9 for a little less than 1000^3.
        int power = Math.min((int) (Math.log(n) / Math.log(1000)), THOUSAND_PLACES.size() - 1);
        // And 10^15 - 1 for 1000^5; there num2words would never end.
        power -= n < Math.pow(1000, power) ? 1 : 0;
        long unit = (long) Math.pow(1000, power);
        String high = n / unit == 1 ? "" : words(BigInteger.valueOf(n / unit));
        return (high + THOUSAND_PLACES.get(power) + " " + place(n % unit)).strip();
    }

    private String place(long n) {
        return place(BigInteger.valueOf(n));
    }

    /** Pounds are feminine; "uno" loses its o before a noun. */
    @Override
    public Optional<String> money(double amount, Currency currency) {
        return super.money(amount, currency).map(text -> {
            int cut = text.indexOf(joiner());
            String units = text.substring(0, cut);
            if (currency == Currency.GBP) {
                units = units.replace("uno", "una").replace("cientos", "cientas");
            }
            return masculine(units) + joiner() + masculine(text.substring(cut + joiner().length()));
        });
    }

    private static String masculine(String words) {
        return words.replace("veintiuno", "veintiún").replace("uno", "un");
    }

    @Override
    public String joiner() {
        return " con ";
    }

    @Override
    String point() {
        return "punto";
    }

    @Override
    Map<Currency, Coins> coins() {
        return COINS;
    }
}
