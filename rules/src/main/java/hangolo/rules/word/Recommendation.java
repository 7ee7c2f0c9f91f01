package hangolo.rules.word;

/** Which model to use. */
public enum Recommendation implements Word {
    /** Phase 1's. */
    PHASE1,
    /** Phase 2's. */
    PHASE2,
    /** Phase 3's: train on. */
    PHASE3;

    /** As people write it: {@code phase 2}. */
    public String title() {
        return word().replace("phase", "phase ");
    }
}
