package hangolo.app.record;

/** The labels by which {@code run.json} and the reports name a model: {@code baseline}, {@code phase 1}, {@code phase 2}, ... */
public final class ModelLabel {

    /** The model before any fine-tuning. */
    public static final String BASELINE = "baseline";

    private ModelLabel() {}

    /** The label of the model that a phase trains. */
    public static String ofPhase(int phase) {
        return "phase " + phase;
    }
}
