package hangolo.models.text.numbers;

import java.math.BigInteger;
import java.util.List;
import java.util.Map;

/** "duizendnegenhonderdnegenennegentig". */
final class DutchSpeller extends WordSpeller {
    private static final List<String> ONES = list("nul één twee drie vier vijf zes zeven acht negen tien elf twaalf"
            + " dertien veertien vijftien zestien zeventien achttien negentien");
    private static final List<String> TENS =
            list("- - twintig dertig veertig vijftig zestig zeventig tachtig negentig");
    private static final List<String> SCALES = list("m b tr quadr quint sext sept okt non");
    /** Endings before "e", the first that fits. */
    private static final List<String> PLACES = list("nul=nuld één=eerst twee=tweed drie=derd vier=vierd vijf=vijfd"
            + " zes=zesd zeven=zevend acht=achtst negen=negend tien=tiend elf=elfd twaalf=twaalfd ig=igst erd=erdst"
            + " end=endst joen=joenst rd=rdst");

    private static final Map<Currency, Coins> COINS = Map.of(
            Currency.EUR, Coins.of("euro", "cent"),
            Currency.USD, Coins.of("dollar", "cent"),
            Currency.GBP, Coins.of("pond", "penny"));

    DutchSpeller() {
        super(60);
    }

    @Override
    String words(BigInteger number) {
        int[] groups = triplets(number);
        // Only what follows "duizend" is not set apart.
        return groups.length == 0
                ? ONES.get(0)
                : join(groups, i -> group(groups[i], i), i -> i == 0 && groups[1] > 0 ? "" : " ");
    }

    private static String group(int n, int power) {
        if (power == 0) {
            return below1000(n);
        }
        if (power == 1) {
            return (n == 1 ? "" : below1000(n)) + "duizend";
        }
        String scale = SCALES.get(power / 2 - 1) + (power % 2 == 1 ? "iljard" : "iljoen");
        return (n == 1 ? "een" : below1000(n)) + " " + scale;
    }

    private static String below1000(int n) {
        if (n >= 100) {
            return (n / 100 == 1 ? "" : ONES.get(n / 100)) + "honderd" + (n % 100 == 0 ? "" : below1000(n % 100));
        }
        if (n < 20) {
            return ONES.get(n);
        }
        if (n % 10 == 0) {
            return TENS.get(n / 10);
        }
        String unit = n % 10 == 1 ? "een" : ONES.get(n % 10);
        return unit + (unit.endsWith("e") ? "ën" : "en") + TENS.get(n / 10);
    }

    @Override
    String place(BigInteger number) {
        return Endings.replaceFirst(words(number), PLACES) + "e";
    }

    /** Like num2words: currencies have no plural, pence included. */
    @Override
    String plural(BigInteger count, List<String> forms) {
        return forms.get(0);
    }

    @Override
    String point() {
        return "komma";
    }

    @Override
    Map<Currency, Coins> coins() {
        return COINS;
    }
}
