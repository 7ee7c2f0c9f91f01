package hangolo.rules.word;

/** What the rules can ask the training loop to do; of several actions the last one here overrides the others. */
public enum ActionKind implements Word {
    /** Go on. */
    CONTINUE,
    /** Go on, but tell the user. */
    WARN,
    /** Keep this model: it is the best so far. */
    SAVE,
    /** Multiply the learning rate by the factor and go on. */
    CUT_LEARNING_RATE,
    /** Go back to the best model and continue from there. */
    ROLL_BACK,
    /** Ask a person; without one, save and go on. */
    ASK,
    /** End this phase and start the next one of the chain, if there is one. */
    NEXT_PHASE,
    /** End: the best model has reached its target. */
    STOP_SUCCESS,
    /** End short of the target, or because something went wrong; the best model so far stays. */
    STOP_FAILURE;

    @Override
    public String word() {
        return Word.super.word().replace(' ', '-');
    }

    /** Whether the phase ends here. */
    public boolean stops() {
        return compareTo(NEXT_PHASE) >= 0;
    }
}
