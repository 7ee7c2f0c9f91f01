package hangolo.models.text.numbers;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** "mil novecentos e noventa e nove". Names of numbers step by a million. */
final class PortugueseSpeller extends WordSpeller {
    private static final BigInteger MILLION = BigInteger.valueOf(1_000_000);
    private static final List<String> ONES = list("zero um dois três quatro cinco seis sete oito nove dez onze doze"
            + " treze catorze quinze dezasseis dezassete dezoito dezanove");
    private static final List<String> TENS =
            list("- - vinte trinta quarenta cinquenta sessenta setenta oitenta noventa");
    private static final List<String> HUNDREDS =
            list("- cento duzentos trezentos quatrocentos quinhentos seiscentos" + " setecentos oitocentos novecentos");
    private static final List<String> SCALE = List.of("milhão", "bilião", "trilião", "quatrilião");
    private static final List<String> SCALES = List.of("milhões", "biliões", "triliões", "quatriliões");

    private static final List<List<String>> PLACES = List.of(
            list("- primeiro segundo terceiro quarto quinto sexto sétimo oitavo nono"),
            list("- décimo vigésimo trigésimo quadragésimo quinquagésimo sexagésimo septuagésimo octogésimo"
                    + " nonagésimo"),
            list("- centésimo ducentésimo tricentésimo quadrigentésimo quingentésimo seiscentésimo"
                    + " septigentésimo octigentésimo nongentésimo"));
    private static final List<String> THOUSAND_PLACES =
            List.of("", "milésimo", "milionésimo", "milésimo milionésimo", "bilionésimo", "milésimo bilionésimo");

    private static final Map<Currency, Coins> COINS = Map.of(
            Currency.EUR, Coins.of("euro|euros", "cêntimo|cêntimos"),
            Currency.USD, Coins.of("dólar|dólares", "cêntimo|cêntimos"),
            Currency.GBP, Coins.of("libra|libras", "péni|pence"));

    /** Scales in the order in which they are looked at, each with where its "e" is one too many. */
    private static final Map<String, Pattern> NEEDLESS = new LinkedHashMap<>();

    static {
        for (String scale : List.of("mil", "milhão", "milhões", "mil milhões", "bilião", "biliões", "mil biliões")) {
            NEEDLESS.put(scale, Pattern.compile(scale + " e [\\p{L}\\p{N}_]*entos? (?=.*e)"));
        }
    }

    PortugueseSpeller() {
        super(27);
    }

    @Override
    String words(BigInteger number) {
        int[] groups = groups(number, MILLION);
        return groups.length == 0 ? ONES.get(0) : withoutNeedlessE(join(groups, i -> group(groups[i], i), i -> " e "));
    }

    private static String group(int n, int power) {
        if (power == 0) {
            return belowMillion(n);
        }
        return n == 1 ? "um " + SCALE.get(power - 1) : belowMillion(n) + " " + SCALES.get(power - 1);
    }

    private static String belowMillion(int n) {
        if (n < 1000) {
            return below1000(n);
        }
        String thousands = n < 2000 ? "mil" : below1000(n / 1000) + " mil";
        return thousands + (n % 1000 == 0 ? "" : " e " + below1000(n % 1000));
    }

    private static String below1000(int n) {
        if (n < 20) {
            return ONES.get(n);
        }
        if (n < 100) {
            return TENS.get(n / 10) + (n % 10 == 0 ? "" : " e " + ONES.get(n % 10));
        }
        if (n == 100) {
            return "cem";
        }
        return HUNDREDS.get(n / 100) + (n % 100 == 0 ? "" : " e " + below1000(n % 100));
    }

    /** "mil e cento e catorze" is "mil cento e catorze", but "mil e cem" stays. */
    private static String withoutNeedlessE(String text) {
        String result = text;
        for (Map.Entry<String, Pattern> scale : NEEDLESS.entrySet()) {
            if (scale.getValue().matcher(result).find()) {
                result = result.replace(scale.getKey() + " e", scale.getKey());
            }
        }
        return result;
    }

    /** Like num2words: the rule for "e" is applied once more to the whole, decimals included. */
    @Override
    public String decimal(double number) {
        return withoutNeedlessE(super.decimal(number));
    }

    /** Every digit has its own word; thousands are named after the last digit of their group. */
    @Override
    String place(BigInteger number) {
        String digits = new StringBuilder(number.toString()).reverse().toString();
        if (digits.length() > 3 * THOUSAND_PLACES.size()) {
            return words(number);
        }
        List<String> words = new ArrayList<>();
        String thousands = "";
        for (int i = 0; i < digits.length(); i++) {
            thousands = i % 3 == 0 ? THOUSAND_PLACES.get(i / 3) : thousands;
            int digit = digits.charAt(i) - '0';
            if (digit > 0) {
                if (!thousands.isEmpty()) {
                    words.add(thousands);
                }
                thousands = "";
                words.add(PLACES.get(i % 3).get(digit));
            }
        }
        Collections.reverse(words);
        String text = String.join(" ", words);
        // "primeiro milésimo" is "milésimo".
        return text.startsWith("primeiro ") ? text.substring("primeiro ".length()) : text;
    }

    /** "um milhão de euros"; "e zero cêntimos" is not said. */
    @Override
    public Optional<String> money(double amount, Currency currency) {
        return super.money(amount, currency).map(text -> {
            String units = COINS.get(currency).units().get(1);
            String result = text;
            for (String scale : List.of("milhão", "milhões", "bilião", "biliões", "trilião", "triliões")) {
                if (result.contains(scale + " " + units)) {
                    result = result.replaceFirst(scale, scale + " de");
                }
            }
            return result.replace(" e zero cêntimos", "");
        });
    }

    @Override
    public String joiner() {
        return " e ";
    }

    @Override
    String point() {
        return "vírgula";
    }

    @Override
    Map<Currency, Coins> coins() {
        return COINS;
    }
}
