package hangolo.app.run;

import hangolo.app.record.RunRecord.LettersRead;
import hangolo.models.xtts.XttsModel;
import java.util.List;

/** Lets a model synthesize held-out sentences and recognizes their letters; for voices whose letters can be recognized. */
@FunctionalInterface
public interface LetterRecognizer {

    /**
     * The recognized letters.
     *
     * @param model with the weights in question
     * @param modelLabel the label of the model in the report
     */
    List<LettersRead> read(XttsModel model, String modelLabel);

    /** Recognizes nothing. */
    static LetterRecognizer none() {
        return (model, modelLabel) -> List.of();
    }
}
