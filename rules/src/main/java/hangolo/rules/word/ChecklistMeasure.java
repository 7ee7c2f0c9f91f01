package hangolo.rules.word;

/** What a checklist looks at. */
public enum ChecklistMeasure implements Word {
    /** Phase 1 has ended and left a best model. */
    PHASE1_COMPLETE("phase 1 complete"),
    /** The checkpoint to continue from is there. */
    CHECKPOINT_EXISTS("checkpoint exists"),
    /** The configuration is there and valid. */
    CONFIGURATION_EXISTS("configuration exists"),
    /** There is a GPU that the backend can use. */
    GPU_AVAILABLE("GPU available"),
    /** Free disk space minus what is needed, GB. */
    DISK_SPARE("disk spare GB"),
    /** Utilization of the GPU, 0 to 100. */
    GPU_UTILIZATION("GPU use %"),
    /** Training steps between two evaluations. */
    EVALUATION_INTERVAL("steps between evaluations"),
    /** Weighted text CE. */
    TEXT_CE("text CE"),
    /** Mel CE. */
    MEL_CE("Mel CE"),
    /** The model has synthesized the test sentences. */
    SAMPLES_EXIST("samples exist"),
    /** A person has listened to them. */
    SAMPLES_HEARD("samples heard"),
    /** They were compared with those of phase 1. */
    COMPARED_WITH_PHASE1("compared with phase 1"),
    /** A decision was made. */
    DECIDED("decided");

    private final String word;

    ChecklistMeasure(String word) {
        this.word = word;
    }

    @Override
    public String word() {
        return word;
    }
}
