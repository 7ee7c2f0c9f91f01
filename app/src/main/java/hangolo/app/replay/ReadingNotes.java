package hangolo.app.replay;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Notes on what was assumed or skipped when reading a log of Coqui's trainer. */
final class ReadingNotes {

    /** The source of the step of an evaluation. */
    enum Source {
        SAVED_MODEL("the name of the model written right after it"),
        NEXT_EPOCH("the first step of the next epoch"),
        BATCHES_LEFT("the last printed step and the batches left in its epoch"),
        NEXT_STEP("the next printed step, which may be a few steps late");

        private final String words;

        Source(String words) {
            this.words = words;
        }
    }

    private final Map<Source, Integer> sources = new EnumMap<>(Source.class);
    private final List<String> lines = new ArrayList<>();

    void stepFrom(Source source) {
        sources.merge(source, 1, Integer::sum);
    }

    void resumed(long start, int line, int forgotten) {
        lines.add("Line " + line + ": the run was resumed at step " + start
                + (forgotten == 0 ? "." : "; " + count(forgotten) + " beyond it were repeated and skipped."));
    }

    void cut(int line) {
        lines.add("Line " + line + ": an evaluation was cut short and lacks avg_loss_mel_ce; it was skipped.");
    }

    void repeated(int line, long step) {
        lines.add("Line " + line + ": an evaluation does not follow the previous one (step " + step
                + "); it was skipped.");
    }

    void unknownStep(int line) {
        lines.add("Line " + line
                + ": no step was printed near an evaluation; it is counted as one step after the previous one.");
    }

    private static String count(int evaluations) {
        return evaluations == 1 ? "1 evaluation" : evaluations + " evaluations";
    }

    /** All notes. */
    List<String> lines() {
        List<String> all = new ArrayList<>();
        if (!sources.isEmpty()) {
            List<String> parts = new ArrayList<>();
            sources.forEach((source, number) -> parts.add("for " + number + " from " + source.words));
            all.add("The log gives no step for an evaluation. It was taken " + String.join("; ", parts) + ".");
        }
        all.addAll(lines);
        return all;
    }
}
