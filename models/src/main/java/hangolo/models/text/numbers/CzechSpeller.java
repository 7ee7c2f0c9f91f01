package hangolo.models.text.numbers;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** "tisíc devětset devadesát devět". */
final class CzechSpeller extends SlavicSpeller {
    private static final List<List<String>> SCALES = List.of(
            list("tisíc tisíce tisíc"),
            list("milion miliony milionů"),
            list("miliarda miliardy miliard"),
            list("bilion biliony bilionů"),
            list("biliarda biliardy biliard"),
            list("trilion triliony trilionů"),
            list("triliarda triliardy triliard"),
            list("kvadrilion kvadriliony kvadrilionů"),
            list("kvadriliarda kvadriliardy kvadriliard"),
            list("quintillion quintilliony quintillionů"));

    private static final List<String> PLACES = list("nultý první druhý třetí čtvrtý pátý šestý sedmý osmý devátý"
            + " desátý jedenáctý dvanáctý třináctý čtrnáctý patnáctý šestnáctý sedmnáctý osmnáctý devatenáctý");
    private static final List<String> TEN_PLACES =
            list("- - dvacátý třicátý čtyřicátý padesátý šedesátý sedmdesátý osmdesátý devadesátý");
    private static final List<String> HUNDRED_PLACES =
            list("- stý dvoustý třístý čtyřstý pětistý šestistý sedmistý osmistý devítistý");

    private static final Map<Currency, Coins> COINS =
            Map.of(Currency.EUR, Coins.of("euro|euro|euro", "cent|centy|centů"));

    CzechSpeller() {
        super(
                list("nula jedna dva tři čtyři pět šest sedm osm devět deset jedenáct dvanáct třináct čtrnáct patnáct"
                        + " šestnáct sedmnáct osmnáct devatenáct"),
                list("- - dvacet třicet čtyřicet padesát šedesát sedmdesát osmdesát devadesát"),
                list("- sto dvěstě třista čtyřista pětset šestset sedmset osmset devětset"),
                SCALES);
    }

    @Override
    boolean dropsOne() {
        return true;
    }

    /**
     * num2words has no Czech ordinals and fails; these are the grammar's: every part below a thousand is inflected,
     * what is above stays a cardinal. A number that ends in 000 stays a cardinal as a whole.
     */
    @Override
    String place(BigInteger number) {
        int last = number.mod(BigInteger.valueOf(1000)).intValue();
        if (number.signum() == 0) {
            return PLACES.get(0);
        }
        if (last == 0) {
            return words(number);
        }
        List<String> words = new ArrayList<>();
        if (number.compareTo(BigInteger.valueOf(1000)) > 0) {
            words.add(words(number.subtract(BigInteger.valueOf(last))));
        }
        if (last >= 100) {
            words.add(HUNDRED_PLACES.get(last / 100));
        }
        int rest = last % 100;
        if (rest >= 20) {
            words.add(TEN_PLACES.get(rest / 10));
        }
        if (rest > 0 && (rest < 20 || rest % 10 > 0)) {
            words.add(PLACES.get(rest < 20 ? rest : rest % 10));
        }
        return String.join(" ", words);
    }

    @Override
    String point() {
        return "celá";
    }

    /** Like num2words: neither dollars nor pounds. */
    @Override
    Map<Currency, Coins> coins() {
        return COINS;
    }
}
