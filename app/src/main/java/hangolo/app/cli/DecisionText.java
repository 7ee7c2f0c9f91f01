package hangolo.app.cli;

import hangolo.rules.judge.Decision;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;

/** A decision as text for the terminal. */
final class DecisionText {
    private DecisionText() {}

    static void print(PrintWriter out, Decision decision) {
        String model = decision.recommendation().title();
        out.println("Recommendation: " + model + " (" + decision.label().word() + ")");
        String quality = decision.quality().isPresent()
                ? String.format(Locale.ROOT, "%.1f of 10", decision.quality().getAsDouble())
                : "unknown";
        out.println("Tier: " + decision.tier().word() + ", scenario: "
                + decision.scenario().word() + ", quality: " + quality + " ("
                + decision.qualitySource().word() + ")");
        out.println("Because:");
        decision.reasons().forEach(reason -> out.println("  - " + reason.text() + " [" + reason.rule() + "]"));
        list(out, "Next steps:", decision.nextSteps());
        list(out, "Other ways:", decision.alternatives());
        out.flush();
    }

    private static void list(PrintWriter out, String title, List<String> lines) {
        if (!lines.isEmpty()) {
            out.println(title);
            for (int i = 0; i < lines.size(); i++) {
                out.println("  " + (i + 1) + ". " + lines.get(i));
            }
        }
    }
}
