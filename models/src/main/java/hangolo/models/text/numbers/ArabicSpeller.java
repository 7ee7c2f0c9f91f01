package hangolo.models.text.numbers;

import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** "ألف و تسعمائة و تسعة و تسعون". */
final class ArabicSpeller extends WordSpeller {
    private static final String AND = " و ";
    private static final String ZERO = "صفر";
    private static final List<String> ONES = List.of(
            "",
            "واحد",
            "اثنان",
            "ثلاثة",
            "أربعة",
            "خمسة",
            "ستة",
            "سبعة",
            "ثمانية",
            "تسعة",
            "عشرة",
            "أحد عشر",
            "اثنا عشر",
            "ثلاثة عشر",
            "أربعة عشر",
            "خمسة عشر",
            "ستة عشر",
            "سبعة عشر",
            "ثمانية عشر",
            "تسعة عشر");
    private static final List<String> FEMININE = List.of(
            "",
            "إحدى",
            "اثنتان",
            "ثلاث",
            "أربع",
            "خمس",
            "ست",
            "سبع",
            "ثمان",
            "تسع",
            "عشر",
            "إحدى عشرة",
            "اثنتا عشرة",
            "ثلاث عشرة",
            "أربع عشرة",
            "خمس عشرة",
            "ست عشرة",
            "سبع عشرة",
            "ثماني عشرة",
            "تسع عشرة");
    private static final List<String> PLACES = List.of(
            "",
            "اول",
            "ثاني",
            "ثالث",
            "رابع",
            "خامس",
            "سادس",
            "سابع",
            "ثامن",
            "تاسع",
            "عاشر",
            "حادي عشر",
            "ثاني عشر",
            "ثالث عشر",
            "رابع عشر",
            "خامس عشر",
            "سادس عشر",
            "سابع عشر",
            "ثامن عشر",
            "تاسع عشر");
    private static final List<String> TENS = list("- - عشرون ثلاثون أربعون خمسون ستون سبعون ثمانون تسعون");
    private static final List<String> HUNDREDS =
            list("- مائة مئتان ثلاثمائة أربعمائة خمسمائة ستمائة سبعمائة ثمانمائة تسعمائة");
    /** The singular of 1000, 1000^2, ...; dual, plural and accusative are made from it. */
    private static final List<String> SCALES = list("- ألف مليون مليار تريليون كوادريليون كوينتليون سكستيليون سبتيليون"
            + " أوكتيليون نونيليون ديسيليون أندسيليون دوديسيليون تريديسيليون كوادريسيليون كوينتينيليون");
    /** The accusative of a thousand and so on: what 11 to 99 of them take before a lower group. */
    private static final String ACCUSATIVE = "اً";

    private static final List<String> RIYALS = List.of("ريال", "ريالان", "ريالات", "ريالاً");
    private static final List<String> HALALAS = List.of("هللة", "هللتان", "هللات", "هللة");

    ArabicSpeller() {
        super(51);
    }

    @Override
    String words(BigInteger number) {
        return words(number, false);
    }

    private static String words(BigInteger number, boolean feminine) {
        int[] groups = triplets(number);
        String text = "";
        for (int i = 0; i < groups.length; i++) {
            if (groups[i] > 0) {
                String lower = text.isEmpty() ? "" : (i > 0 ? "و " : "") + text;
                boolean named = i > 0 && groups[i] > 2;
                String scale = named ? scale(groups[i], i, !lower.isEmpty()) + " " : "";
                boolean alone = groups[i] == 2 && i == groups.length - 1 && text.isEmpty();
                text = (group(groups[i], i, feminine, alone) + " " + scale + lower).strip();
            }
        }
        return groups.length == 0 ? ZERO : text;
    }

    private static String scale(int n, int power, boolean followed) {
        String singular = SCALES.get(power);
        if (n % 100 == 1) {
            return singular;
        }
        if (n >= 3 && n <= 10) {
            return power == 1 ? "آلاف" : power == 2 ? "ملايين" : singular + "ات";
        }
        return followed ? singular + ACCUSATIVE : singular;
    }

    private static String group(int n, int power, boolean feminine, boolean alone) {
        int rest = n % 100;
        String hundreds = n < 100 ? "" : n == 200 ? "مئتا" : HUNDREDS.get(n / 100) + (rest == 0 ? "" : AND);
        if (rest == 2 && n == 2 && power > 0) {
            return SCALES.get(power) + (alone ? "ا" : "ان");
        }
        if (rest < 20) {
            return hundreds + (rest == 1 && power > 0 ? SCALES.get(power) : one(rest, power, feminine));
        }
        String unit = rest % 10 == 0 ? "" : one(rest % 10, power, feminine) + AND;
        return hundreds + unit + TENS.get(rest / 10);
    }

    private static String one(int n, int power, boolean feminine) {
        return feminine && power == 0 ? FEMININE.get(n) : ONES.get(n);
    }

    /** Like num2words: ordinals to 19, then cardinals, feminine ones below 100. */
    @Override
    String place(BigInteger number) {
        if (number.compareTo(BigInteger.valueOf(PLACES.size())) < 0) {
            return PLACES.get(number.intValue());
        }
        return words(number, number.compareTo(BigInteger.valueOf(100)) < 0);
    }

    /** Like num2words: two decimals, cut off, as one number. */
    @Override
    public String decimal(double number) {
        int hundredths = hundredths(number);
        BigInteger whole = whole(number);
        String words = whole.signum() == 0 && hundredths > 0 ? "" : cardinal(whole) + " ";
        return hundredths == 0 ? cardinal(whole) : words + ", " + words(BigInteger.valueOf(hundredths), true);
    }

    /** Like num2words: every currency is the Saudi riyal. */
    @Override
    public Optional<String> money(double amount, Currency currency) {
        BigInteger whole = whole(amount);
        int halalas = hundredths(amount);
        if (whole.signum() == 0 && halalas == 0) {
            return Optional.of(ZERO);
        }
        String riyals = whole.signum() == 0 ? "" : cardinal(whole) + " " + riyals(whole);
        String rest = halalas == 0
                ? ""
                : AND + words(BigInteger.valueOf(halalas), true) + " " + form(halalas, halalas == 2, HALALAS);
        return Optional.of(riyals + rest);
    }

    private static String riyals(BigInteger whole) {
        int rest = whole.mod(BigInteger.valueOf(100)).intValue();
        return form(rest, whole.equals(BigInteger.TWO), RIYALS);
    }

    private static String form(int n, boolean dual, List<String> forms) {
        if (n < 3) {
            return forms.get(dual ? 1 : 0);
        }
        return forms.get(n <= 10 ? 2 : 3);
    }

    /** Like num2words: from a difference of doubles, to nine places. */
    private static int hundredths(double number) {
        return (int) (Math.rint((number - Math.floor(number)) * 1e9) / 1e7);
    }

    @Override
    String point() {
        return ",";
    }

    @Override
    Map<Currency, Coins> coins() {
        return Map.of();
    }
}
