package hangolo.rules.word;

/** The scenario that a decision belongs to; the next steps depend on it. */
public enum ScenarioKind implements Word {
    /** The phase has reached what it was started for. */
    SUCCESS,
    /** It gained little. */
    MARGINAL,
    /** It gained nothing. */
    NO_IMPROVEMENT;

    @Override
    public String word() {
        return Word.super.word().replace(' ', '-');
    }
}
