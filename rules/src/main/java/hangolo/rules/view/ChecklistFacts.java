package hangolo.rules.view;

import hangolo.rules.word.ChecklistMeasure;
import hangolo.rules.word.Stage;

/**
 * One measure of a checklist (checklist.csv).
 *
 * @param stage a {@link Stage}
 * @param name a {@link ChecklistMeasure}
 * @param value its value; 1 for yes and 0 for no
 */
public record ChecklistFacts(
        @FactInfo(title = "Stage", words = Stage.class) String stage,

        @FactInfo(title = "Measure", words = ChecklistMeasure.class)
        String name,

        @FactInfo(title = "Value") Double value) {}
