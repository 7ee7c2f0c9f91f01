package hangolo.rules.check;

import java.math.BigDecimal;

/** Values of a fact that no condition of a table tells apart. */
sealed interface ValueClass {
    /** One of the values, to ask a condition about; null is the unknown value. */
    Object witness();

    /** The fact is not known. */
    record Unknown() implements ValueClass {
        @Override
        public Object witness() {
            return null;
        }
    }

    /** Exactly one word, truth value or number. */
    record One(Object value) implements ValueClass {
        @Override
        public Object witness() {
            return value instanceof Double number ? BigDecimal.valueOf(number) : value;
        }
    }

    /** Any word that the table does not name. */
    record OtherWord() implements ValueClass {
        @Override
        public Object witness() {
            return "\u0000";
        }
    }

    /** The numbers between two, both excluded; an end that is the fact's own least or greatest value counts as well. */
    record Between(double from, double to, double middle) implements ValueClass {
        @Override
        public Object witness() {
            return BigDecimal.valueOf(middle);
        }
    }
}
