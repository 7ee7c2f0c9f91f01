package hangolo.rules.table;

import java.util.Arrays;
import java.util.Optional;

/** How a condition compares a fact with its value. */
public enum Operator {
    /** The same. */
    EQUAL("=="),
    /** Another one; an unknown fact is none. */
    NOT_EQUAL("!="),
    /** Below, the limit not included. */
    LESS("<"),
    /** Up to and including the limit. */
    AT_MOST("<="),
    /** Above, the limit not included. */
    GREATER(">"),
    /** From the limit on, included. */
    AT_LEAST(">=");

    private final String symbol;

    Operator(String symbol) {
        this.symbol = symbol;
    }

    /** As tables and DRL write it. */
    @Override
    public String toString() {
        return symbol;
    }

    /** The operator that is written so; empty if there is none. */
    public static Optional<Operator> of(String symbol) {
        return Arrays.stream(values())
                .filter(operator -> operator.symbol.equals(symbol))
                .findFirst();
    }

    /** Whether it only asks for the same or another value. */
    boolean isEquality() {
        return this == EQUAL || this == NOT_EQUAL;
    }

    /** Whether two numbers compare so; NaN never does. */
    boolean holds(double left, double right) {
        return switch (this) {
            case EQUAL -> left == right;
            case NOT_EQUAL -> left < right || left > right;
            case LESS -> left < right;
            case AT_MOST -> left <= right;
            case GREATER -> left > right;
            case AT_LEAST -> left >= right;
        };
    }
}
