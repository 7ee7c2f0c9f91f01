package hangolo.models.text;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The languages XTTS v2 knows, with what the cleaners say for abbreviations and symbols (xtts-spec.md 2.4 and 2.6).
 */
public enum Language {
    /** English. */
    ENGLISH(
            "en",
            250,
            "and|at|percent|hash|dollar|pound|degree",
            "mrs=misess|mr=mister|dr=doctor|st=saint|co=company|jr=junior|maj=major|gen=general|drs=doctors"
                    + "|rev=reverend|lt=lieutenant|hon=honorable|sgt=sergeant|capt=captain|esq=esquire|ltd=limited"
                    + "|col=colonel|ft=fort"),
    /** Spanish. */
    SPANISH(
            "es",
            239,
            "y|arroba|por ciento|numeral|dolar|libra|grados",
            "sra=señora|sr=señor|dr=doctor|dra=doctora|st=santo|co=compañía|jr=junior|ltd=limitada"),
    /** French. */
    FRENCH(
            "fr",
            273,
            "et|arobase|pour cent|dièse|dollar|livre|degrés",
            "mme=madame|mr=monsieur|dr=docteur|st=saint|co=compagnie|jr=junior|ltd=limitée"),
    /** German. */
    GERMAN("de", 253, "und|at|prozent|raute|dollar|pfund|grad", "fr=frau|dr=doktor|st=sankt|co=firma|jr=junior"),
    /** Portuguese. */
    PORTUGUESE(
            "pt",
            203,
            "e|arroba|por cento|cardinal|dólar|libra|graus",
            "sra=senhora|sr=senhor|dr=doutor|dra=doutora|st=santo|co=companhia|jr=júnior|ltd=limitada"),
    /** Italian. */
    ITALIAN(
            "it",
            213,
            "e|chiocciola|per cento|cancelletto|dollaro|sterlina|gradi",
            "sig=signore|dr=dottore|st=santo|co=compagnia|jr=junior|ltd=limitata"),
    /** Polish. */
    POLISH("pl", 224, "i|małpa|procent|krzyżyk|dolar|funt|stopnie", "p=pani|m=pan|dr=doktor|sw=święty|jr=junior"),
    /** Arabic. */
    ARABIC("ar", 166, "و|على|في المئة|رقم|دولار|جنيه|درجة", ""),
    /** Czech. */
    CZECH("cs", 186, "a|na|procento|křížek|dolar|libra|stupně", "dr=doktor|ing=inženýr|p=pan"),
    /** Russian; its abbreviations end at a word boundary instead of a full stop. */
    RUSSIAN("ru", 182, "и|собака|процентов|номер|доллар|фунт|градус", "г-жа=госпожа|г-н=господин|д-р=доктор"),
    /** Dutch. */
    DUTCH("nl", 251, "en|bij|procent|hekje|dollar|pond|graden", "dhr=de heer|mevr=mevrouw|dr=dokter|jhr=jonkheer"),
    /** Turkish. */
    TURKISH("tr", 226, "ve|at|yüzde|diyez|dolar|sterlin|derece", "b=bay|byk=büyük|dr=doktor"),
    /** Hungarian. */
    HUNGARIAN("hu", 224, "és|kukac|százalék|kettőskereszt|dollár|font|fok", "dr=doktor|b=bácsi|nőv=nővér"),
    /** Hindi: lower case and single spaces only, as in Coqui TTS. */
    HINDI("hi", 150),
    /** Chinese: not supported yet. */
    CHINESE("zh", 82),
    /** Japanese: not supported yet. */
    JAPANESE("ja", 71),
    /** Korean: not supported yet. */
    KOREAN("ko", 95);

    private static final String SYMBOLS = "&@%#$£°";

    private final String code;
    private final int characterLimit;
    private final Map<String, String> symbols;
    private final Map<String, String> abbreviations;

    Language(String code, int characterLimit) {
        this(code, characterLimit, "", "");
    }

    Language(String code, int characterLimit, String symbolWords, String abbreviations) {
        this.code = code;
        this.characterLimit = characterLimit;
        this.symbols = symbols(symbolWords);
        this.abbreviations = abbreviations(abbreviations);
    }

    /**
     * Finds a language by its code; a region is ignored ({@code pt-br} is Portuguese, {@code zh-cn} Chinese).
     *
     * @param code such as {@code hu}
     * @return the language, or empty if XTTS does not know it
     */
    public static Optional<Language> of(String code) {
        String bare = code.split("-", 2)[0].strip().toLowerCase(Locale.ROOT);
        return Arrays.stream(values()).filter(l -> l.code.equals(bare)).findFirst();
    }

    /** The two letters of ISO 639-1. */
    public String code() {
        return code;
    }

    /** The length above which XTTS tends to cut the audio off. */
    public int characterLimit() {
        return characterLimit;
    }

    /** Whether texts can be cleaned: Chinese, Japanese and Korean need a romanisation dictionary that is not included. */
    public boolean supported() {
        return this != CHINESE && this != JAPANESE && this != KOREAN;
    }

    /** The token that marks a text of this language, such as {@code [hu]}; Chinese is {@code [zh-cn]}. */
    public String tag() {
        return this == CHINESE ? "[zh-cn]" : "[" + code + "]";
    }

    /** Symbol to word, in the order of replacement. */
    Map<String, String> symbols() {
        return symbols;
    }

    /** Abbreviation (without its full stop) to word, in the order of replacement. */
    Map<String, String> abbreviations() {
        return abbreviations;
    }

    private static Map<String, String> symbols(String words) {
        Map<String, String> table = new LinkedHashMap<>();
        String[] column = words.isEmpty() ? new String[0] : words.split("\\|");
        for (int i = 0; i < column.length; i++) {
            table.put(SYMBOLS.substring(i, i + 1), column[i]);
        }
        return table;
    }

    private static Map<String, String> abbreviations(String pairs) {
        Map<String, String> table = new LinkedHashMap<>();
        for (String pair : pairs.isEmpty() ? new String[0] : pairs.split("\\|")) {
            String[] sides = pair.split("=");
            table.put(sides[0], sides[1]);
        }
        return table;
    }
}
