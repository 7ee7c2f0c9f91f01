package hangolo.rules.view;

import hangolo.rules.facts.Figures;
import java.util.LinkedHashMap;
import java.util.Map;

/** How people call the facts of the views, and their units. */
public final class FactNames {
    private static final Map<String, FactName> NAMES = new LinkedHashMap<>();

    /** The word and unit of a fact; a share is shown as a percentage. */
    private record FactName(String word, String unit, boolean share) {}

    static {
        plain("phase", "the phase");
        unit("step", "the step", "");
        plain("epoch", "the epoch");
        plain("finite", "whether all losses are finite");
        plain("melCe", "Mel CE");
        plain("melCeKnown", "whether Mel CE is known");
        plain("textCe", "text CE");
        plain("textCeKnown", "whether text CE is known");
        plain("textCeRaw", "raw text CE");
        plain("trainMelCe", "Mel CE in training");
        plain("startMelCe", "Mel CE at the start");
        plain("startTextCe", "text CE at the start");
        plain("bestMelCe", "the best Mel CE");
        unit("bestStep", "the step of the best", "");
        unit("stepsSinceBest", "the wait since the best", " steps");
        unit("evaluationsSinceBest", "the wait since the best", " evaluations");
        unit("evaluations", "the length of the phase", " evaluations");
        share("aboveBest", "the distance above the best Mel CE");
        share("aboveStart", "the distance above the Mel CE at the start");
        plain("smoothedMelCe", "the average of Mel CE");
        plain("smoothedRising", "whether the average of Mel CE rises");
        share("evalChange", "the change of Mel CE across the window");
        share("trainChange", "the change of the training loss across the window");
        unit("sentences", "what was measured", " sentences");
        unit("degradedSentences", "what has a symptom", " sentences");
        share("degradedShare", "the share of sentences with a symptom");
        unit("degradedChecks", "degraded audio in a row", " evaluations");
        unit("gpuUsePercent", "the use of the GPU", " %");
        unit("diskSpareGb", "the spare disk space", " GB");
        plain("evidence", "the evidence");
        plain("quality", "quality");
        plain("tracksTraining", "whether the evaluation loss tracks the training loss");
        plain("bestTier", "the tier of the best model");
        plain("bestTierRank", "the rank of the best model's tier");
        plain("diverging", "whether the evaluation loss diverges");
        plain("judgedBy", "the judge");
        share("fallPer500", "the fall of Mel CE per 500 steps");
        plain("phase1MelCe", "phase 1's Mel CE");
        plain("melFall", "the fall of Mel CE against phase 1");
        plain("phase1Quality", "phase 1's quality");
        plain("qualityGain", "the gain of quality over phase 1");
        plain("tier", "the tier");
        plain("tierRank", "the rank of the tier");
        plain("recommendation", "the recommendation");
        plain("label", "the label");
        plain("stage", "the stage");
        plain("name", "the name");
        plain("value", "the value");
        plain("sentence", "the sentence");
        unit("paceRatio", "the time per character", " times the start's");
        unit("trailingNoiseDb", "the noise after the speech", " dB");
        unit("trailingNoiseRise", "the rise of the noise after the speech", " dB");
        share("silenceRise", "the rise of the silent share");
        share("clippingRatio", "the clipped share");
        share("clippingRise", "the rise of the clipped share");
        unit("levelChangeDb", "the change of the level", " dB");
        unit("pitchRatio", "the pitch", " times the start's");
        unit("pitchRangeRatio", "the pitch range", " times the start's");
        unit("referencePitchRatio", "the pitch", " times the speaker's");
        unit("referencePitchDrift", "the drift from the speaker's pitch", " semitones");
        plain("similarity", "the similarity to the speaker");
        plain("similarityDrop", "the drop of the similarity to the speaker");
        plain("stopTokenReached", "whether the model ended by itself");
        plain("startRambled", "whether it ran into the length limit at the start");
    }

    private FactNames() {}

    private static void plain(String fact, String word) {
        unit(fact, word, "");
    }

    private static void unit(String fact, String word, String unit) {
        NAMES.put(fact, new FactName(word, unit, false));
    }

    private static void share(String fact, String word) {
        NAMES.put(fact, new FactName(word, "", true));
    }

    /** Whether a fact has a name here. */
    public static boolean knows(String fact) {
        return NAMES.containsKey(fact);
    }

    /** A fact in words: {@code Mel CE}; its own name if it has none. */
    public static String word(String fact) {
        return of(fact).word();
    }

    /** A figure of a fact with its unit: {@code 2.5}, {@code 12 dB}, {@code 30.5 %}. */
    public static String show(String fact, double figure) {
        FactName name = of(fact);
        return name.share() ? Figures.showPercent(figure) : Figures.show(figure) + name.unit();
    }

    private static FactName of(String fact) {
        FactName name = NAMES.get(fact);
        return name == null ? new FactName(fact, "", false) : name;
    }
}
