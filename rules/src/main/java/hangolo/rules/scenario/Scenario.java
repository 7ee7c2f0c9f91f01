package hangolo.rules.scenario;

import hangolo.rules.RuleBase;

/** One question to the rules with the answer that is expected. */
interface Scenario {
    /** The file that it stands in. */
    String file();

    /** What it is about; for one of several cases also which. */
    String name();

    /** Asks the rules. What differs from the expected answer is noted in the diff. */
    void run(RuleBase rules, AnswerDiff diff);
}
