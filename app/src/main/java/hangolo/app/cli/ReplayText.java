package hangolo.app.cli;

import hangolo.app.replay.Recorded;
import hangolo.rules.RuleBase;
import hangolo.rules.facts.EvaluationPoint;
import hangolo.rules.facts.SignificantDigits;
import hangolo.rules.judge.Action;
import hangolo.rules.replay.Replay;
import hangolo.rules.replay.ReplayDifference;
import java.io.PrintWriter;
import java.util.List;

/** A replay as text for the terminal. */
final class ReplayText {
    private static final int MOST_SHOWN = 20;

    private final PrintWriter out;

    ReplayText(PrintWriter out) {
        this.out = out;
    }

    void head(Recorded recorded, RuleBase rules) {
        List<EvaluationPoint> points = recorded.recording().evaluations().stream()
                .map(moment -> moment.point())
                .toList();
        out.println(recorded.source() + ": " + recorded.kind() + ", phase "
                + recorded.recording().phase() + ", " + count(points.size(), "evaluation") + " from step "
                + points.get(0).step() + " to " + points.get(points.size() - 1).step());
        recorded.notes().forEach(note -> out.println("  " + note));
        out.println("Rules: version " + rules.hash());
        out.println();
    }

    void outcome(Replay replay) {
        replay.stop().ifPresentOrElse(this::stop, () -> out.println("Stop: nowhere; the rules let it run to its end."));
        replay.best()
                .ifPresentOrElse(
                        best -> out.println("Best: step " + best.step() + ", " + losses(best)),
                        () -> out.println("Best: none, no Mel CE is known."));
        int beyond = replay.judged().size() - replay.counted();
        if (beyond > 0) {
            out.println("The record goes on after the stop: " + count(beyond, "evaluation")
                    + " that the decision does not count"
                    + replay.bestAfterStop()
                            .map(best -> ", the best of them at step " + best.step() + " with " + losses(best))
                            .orElse("")
                    + ".");
        }
        out.println();
        DecisionText.print(out, replay.decision());
    }

    private void stop(Replay.Judged at) {
        out.println("Stop: step " + at.point().step() + " ("
                + at.conclusion().action().word() + ")");
        for (Action action : at.stops()) {
            out.println("  - " + action.text() + " [" + action.rule() + "]");
        }
    }

    private static String losses(EvaluationPoint point) {
        String text = point.textCeWeighted().isPresent()
                ? ", text CE " + SignificantDigits.show(point.textCeWeighted().getAsDouble()) + " (weighted)"
                : "";
        return "Mel CE " + SignificantDigits.show(point.melCe().orElse(Double.NaN)) + " nats" + text;
    }

    void difference(ReplayDifference difference, RuleBase other) {
        out.println();
        if (difference.isEmpty()) {
            out.println("By the rules " + other.hash() + " nothing changes.");
            return;
        }
        out.println("What the rules " + other.hash() + " change:");
        difference
                .outcome()
                .forEach(
                        change -> out.println("  " + change.what() + ": " + change.before() + " -> " + change.after()));
        List<ReplayDifference.At> evaluations = difference.evaluations();
        evaluations.stream().limit(MOST_SHOWN).forEach(this::changed);
        if (evaluations.size() > MOST_SHOWN) {
            out.println("  and " + count(evaluations.size() - MOST_SHOWN, "more evaluation") + "; --json has them all");
        }
        out.flush();
    }

    private void changed(ReplayDifference.At at) {
        String actions = at.before().equals(at.after()) ? at.before() : at.before() + " -> " + at.after();
        out.println("  step " + at.step() + ": " + actions);
        at.lost().forEach(rule -> out.println("    no longer [" + rule + "]"));
        at.gained().forEach(reason -> out.println("    now " + reason.text() + " [" + reason.rule() + "]"));
    }

    private static String count(int number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }
}
