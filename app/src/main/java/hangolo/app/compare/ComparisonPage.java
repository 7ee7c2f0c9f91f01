package hangolo.app.compare;

import hangolo.app.compare.CheckpointComparison.Sample;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The page {@code comparison.html}: players of all takes beside each other, sentence by sentence. */
public final class ComparisonPage {
    private static final String HEAD = """
            <!DOCTYPE html>
            <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
            <title>Comparison</title>
            <style>
            body { font: 16px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 60rem; padding: 0 1rem;
              color: #1d2530; background: #fff; }
            table { border-collapse: collapse; width: 100%; margin: 0.5rem 0 2rem; }
            th, td { text-align: left; padding: 0.3rem 0.8rem 0.3rem 0; border-bottom: 1px solid #d5dbe3; }
            td.n { font-variant-numeric: tabular-nums; }
            .bad { color: #a3261a; font-weight: 600; }
            @media (prefers-color-scheme: dark) { body { color: #e6eaf0; background: #14181e; } .bad { color: #ff8a7a; } }
            </style></head><body>
            <h1>Comparison</h1>
            <p>The same sentences, the same reference clip and the same seeds, spoken by each checkpoint.</p>
            """;

    private ComparisonPage() {}

    /**
     * @param takes what was spoken
     * @return the page; it refers to the sound files beside it
     */
    public static String of(List<Sample> samples) {
        Map<Sentences.Sentence, List<Sample>> bySentence = new LinkedHashMap<>();
        samples.forEach(sample -> bySentence
                .computeIfAbsent(sample.sentence(), sentence -> new ArrayList<>())
                .add(sample));
        StringBuilder page = new StringBuilder(HEAD);
        bySentence.forEach((sentence, spoken) -> {
            page.append("<h2 lang=\"").append(escaped(sentence.language())).append("\">");
            page.append(escaped(sentence.text())).append("</h2>\n<table><tr><th>Checkpoint</th><th>Sound</th>");
            page.append("<th>Seconds</th><th>s / character</th><th>End dB</th><th>Clipped %</th><th>Pitch Hz</th>");
            page.append("<th>Speaker</th><th>Ended</th></tr>\n");
            spoken.forEach(sample -> page.append(row(sample)));
            page.append("</table>\n");
        });
        return page.append("</body></html>\n").toString();
    }

    private static String row(Sample sample) {
        return String.format(
                Locale.ROOT,
                "<tr><th>%s</th><td><audio controls preload=\"none\" src=\"%s\"></audio></td><td class=\"n\">%.1f</td>"
                        + "<td class=\"n\">%.3f</td><td class=\"n\">%.0f</td><td class=\"n\">%.2f</td><td class=\"n\">%.0f</td>"
                        + "<td class=\"n\">%s</td><td>%s</td></tr>%n",
                escaped(sample.modelLabel()),
                escaped(sample.file()),
                sample.evidence().durationSeconds(),
                sample.secondsPerCharacter(),
                sample.evidence().trailingNoiseDb(),
                100 * sample.evidence().clippedRatio(),
                sample.evidence().pitchMeanHertz(),
                sample.similarity().isPresent()
                        ? String.format(Locale.ROOT, "%.2f", sample.similarity().getAsDouble())
                        : "–",
                sample.complete() ? "yes" : "<span class=\"bad\">no</span>");
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
