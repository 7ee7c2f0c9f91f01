package hangolo.rules;

/** What the rules ask the training loop to do after an evaluation. */
public sealed interface Action {
    /** The rule that asks for it; empty for {@link Continue} when no rule fired. */
    String rule();

    /** Why, for people, with the numbers filled in. */
    String text();

    /** The word used in tables and in the audit trail. */
    String word();

    /** How much it overrides: of several actions the one with the highest weight is {@link Conclusion#action()}. */
    int weight();

    /** Whether the phase ends here. */
    default boolean stops() {
        return false;
    }

    /** Go on. */
    record Continue(String rule, String text) implements Action {
        @Override
        public String word() {
            return "continue";
        }

        @Override
        public int weight() {
            return 0;
        }
    }

    /** Go on, but tell the user. */
    record Warn(String rule, String text) implements Action {
        @Override
        public String word() {
            return "warn";
        }

        @Override
        public int weight() {
            return 1;
        }
    }

    /** Keep this model: it is the best so far. */
    record Save(String rule, String text) implements Action {
        @Override
        public String word() {
            return "save";
        }

        @Override
        public int weight() {
            return 2;
        }
    }

    /** Multiply the learning rate by the factor (above 0, below 1) and go on. */
    record CutLearningRate(String rule, String text, double factor) implements Action {
        @Override
        public String word() {
            return "cut-learning-rate";
        }

        @Override
        public int weight() {
            return 3;
        }
    }

    /** Go back to the best model and continue from there. */
    record RollBack(String rule, String text) implements Action {
        @Override
        public String word() {
            return "roll-back";
        }

        @Override
        public int weight() {
            return 4;
        }
    }

    /** Ask a person; without one, save and go on. */
    record AskPerson(String rule, String text) implements Action {
        @Override
        public String word() {
            return "ask";
        }

        @Override
        public int weight() {
            return 5;
        }
    }

    /** End this phase and start the next one of the chain, if there is one. */
    record NextPhase(String rule, String text) implements Action {
        @Override
        public String word() {
            return "next-phase";
        }

        @Override
        public int weight() {
            return 6;
        }

        @Override
        public boolean stops() {
            return true;
        }
    }

    /** End: the best model has reached its target. */
    record StopSuccess(String rule, String text) implements Action {
        @Override
        public String word() {
            return "stop-success";
        }

        @Override
        public int weight() {
            return 7;
        }

        @Override
        public boolean stops() {
            return true;
        }
    }

    /** End short of the target, or because something went wrong; the best model so far stays. */
    record StopFailure(String rule, String text) implements Action {
        @Override
        public String word() {
            return "stop-failure";
        }

        @Override
        public int weight() {
            return 8;
        }

        @Override
        public boolean stops() {
            return true;
        }
    }
}
