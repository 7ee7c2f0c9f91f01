package hangolo.models.text.numbers;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/** What Polish, Czech and Russian share: groups of three digits, and three forms of every noun. */
abstract class SlavicSpeller extends WordSpeller {
    private final List<String> ones;
    private final List<String> tens;
    private final List<String> hundreds;
    private final List<List<String>> scales;

    /**
     * Takes the words of a language.
     *
     * @param ones 0 to 19
     * @param tens from 20, at their tens digit
     * @param hundreds at their hundreds digit
     * @param scales three forms of 1000, 1000^2, ...
     */
    SlavicSpeller(List<String> ones, List<String> tens, List<String> hundreds, List<List<String>> scales) {
        super(3 * (scales.size() + 1));
        this.ones = ones;
        this.tens = tens;
        this.hundreds = hundreds;
        this.scales = scales;
    }

    @Override
    String words(BigInteger number) {
        return words(number, false);
    }

    /** Says a number of feminine things, where the language has words for them. */
    final String words(BigInteger number, boolean feminine) {
        int[] groups = triplets(number);
        List<String> words = new ArrayList<>();
        for (int i = groups.length - 1; i >= 0; i--) {
            if (groups[i] > 0) {
                addGroup(groups[i], i, feminine, words);
            }
        }
        return words.isEmpty() ? ones.get(0) : String.join(" ", words);
    }

    /** Adds the words of a group and its scale. */
    final void addGroup(int n, int power, boolean feminine, List<String> words) {
        addBelow1000(n, power, feminine, words);
        if (power > 0) {
            words.add(plural(BigInteger.valueOf(n), scales.get(power - 1)));
        }
    }

    private void addBelow1000(int n, int power, boolean feminine, List<String> words) {
        if (n >= 100) {
            words.add(hundreds.get(n / 100));
        }
        int rest = n % 100;
        if (rest >= 20) {
            words.add(tens.get(rest / 10));
        }
        int unit = rest < 20 ? rest : rest % 10;
        if (unit > 0 && !(power > 0 && n == 1 && dropsOne())) {
            words.add(one(unit, power, feminine));
        }
    }

    /** Whether one thousand is just "thousand". */
    abstract boolean dropsOne();

    /** The word of 1 to 19 before a scale. */
    String one(int n, int power, boolean feminine) {
        return ones.get(n);
    }

    /** The three forms go with 1; with 2 to 4; with the rest. */
    @Override
    String plural(BigInteger count, List<String> forms) {
        int tail = count.mod(BigInteger.valueOf(100)).intValue();
        if (count.equals(BigInteger.ONE)) {
            return forms.get(0);
        }
        boolean few = tail % 10 > 1 && tail % 10 < 5 && (tail < 10 || tail > 20);
        return forms.get(few ? 1 : 2);
    }

    /**
     * Like num2words: decimals are one number, after its zeros ("0,05" is zero point zero five), and "515,0" keeps its
     * zero, twice.
     */
    @Override
    public String decimal(double number) {
        String fraction = fraction(number);
        int zeros = 0;
        while (zeros < fraction.length() && fraction.charAt(zeros) == '0') {
            zeros++;
        }
        return cardinal(whole(number)) + " " + point() + " " + (ones.get(0) + " ").repeat(zeros)
                + cardinal(new BigInteger(fraction));
    }
}
