package hangolo.rules.table;

import java.util.Arrays;
import java.util.Optional;

/**
 * A column of a decision table.
 *
 * @param index its place, from 0
 * @param kind what its cells are
 * @param view the view that a condition asks; empty for others
 * @param subject the fact that a condition asks for, or what is concluded
 * @param operator of a condition that can be read; empty for others
 * @param text whether its cells are texts rather than numbers or truths
 * @param label as the editor sees it
 */
public record Column(
        int index, Kind kind, String view, String subject, Optional<Operator> operator, boolean text, String label) {
    /** What the cells of a column are; tables write the constant's name. */
    public enum Kind {
        /** The name of the rule. */
        NAME,
        /** A condition. */
        CONDITION,
        /** A conclusion. */
        ACTION,
        /** Something for the engine alone. */
        OTHER;

        static Kind of(String word) {
            return Arrays.stream(values())
                    .filter(kind -> kind.name().equals(word))
                    .findFirst()
                    .orElse(OTHER);
        }
    }

    /** A column whose cells are neither conditions nor conclusions that can be read. */
    static Column unread(int index, Kind kind, String view, String label) {
        return new Column(index, kind, view, "", Optional.empty(), true, label);
    }

    /** Whether its cells are conditions. */
    public boolean isCondition() {
        return kind == Kind.CONDITION;
    }

    /** Whether its cells are conclusions. */
    public boolean isAction() {
        return kind == Kind.ACTION;
    }

    /** Whether its cells are texts for people. */
    public boolean isForPeople() {
        return isAction() && Vocabulary.isText(subject);
    }
}
