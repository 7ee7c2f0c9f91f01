package hangolo.app.run;

import hangolo.app.report.RunRecord.LettersRead;
import hangolo.models.xtts.XttsModel;
import java.util.List;

/** Lets a model speak held-out sentences and reads them back; for voices whose letters can be recognised. */
@FunctionalInterface
public interface LetterRecognizer {

    /**
     * What was read.
     *
     * @param model with the weights in question
     * @param voice as the report calls them
     */
    List<LettersRead> read(XttsModel model, String voice);

    /** Reads nothing. */
    static LetterRecognizer none() {
        return (model, voice) -> List.of();
    }
}
