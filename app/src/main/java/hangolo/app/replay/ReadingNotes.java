package hangolo.app.replay;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What was assumed or left out in reading a log of Coqui's trainer, in words. */
final class ReadingNotes {

    /** Where the step of an evaluation was taken from. */
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
                + (forgotten == 0 ? "." : "; " + count(forgotten) + " beyond it came again and were left out."));
    }

    void cut(int line) {
        lines.add("Line " + line + ": an evaluation was cut short and lacks avg_loss_mel_ce; it was left out.");
    }

    void repeated(int line, long step) {
        lines.add("Line " + line + ": an evaluation does not lie after the one before (step " + step
                + "); it was left out.");
    }

    void unknownStep(int line) {
        lines.add("Line " + line
                + ": no step was printed around an evaluation; it is counted as one step after the one " + "before.");
    }

    private static String count(int evaluations) {
        return evaluations == 1 ? "1 evaluation" : evaluations + " evaluations";
    }

    /** All of them. */
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
