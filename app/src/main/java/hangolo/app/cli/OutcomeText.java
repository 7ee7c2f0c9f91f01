package hangolo.app.cli;

import hangolo.app.report.Reports;
import hangolo.app.run.PhaseOutcome;
import java.io.PrintWriter;

/** The outcome of a phase as text for the terminal. */
final class OutcomeText {
    private OutcomeText() {}

    static void print(PrintWriter out, PhaseOutcome outcome) {
        out.println("Ended: " + outcome.stop().text());
        DecisionText.print(out, outcome.decision());
        out.println("Run folder: " + outcome.folder());
        out.println("Report: " + outcome.folder().resolve(Reports.PAGE));
        out.flush();
    }
}
