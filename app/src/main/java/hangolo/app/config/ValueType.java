package hangolo.app.config;

import java.util.Optional;
import org.yaml.snakeyaml.nodes.Node;

/** The type of a key's values. */
interface ValueType<T> {
    /**
     * @param node the value in the file
     * @param context gives the folder that relative paths refer to
     * @return the value
     * @throws InvalidValue if the value is invalid
     */
    T read(Node node, Context context) throws InvalidValue;

    /** @return a description of the valid values */
    String bounds();

    /** @return any value of the type; it replaces an invalid one until all problems are found */
    T placeholder();

    /** @return the same type for an optional value */
    default ValueType<Optional<T>> lifted() {
        ValueType<T> inner = this;
        return new ValueType<>() {
            @Override
            public Optional<T> read(Node node, Context context) throws InvalidValue {
                return Optional.of(inner.read(node, context));
            }

            @Override
            public String bounds() {
                return inner.bounds();
            }

            @Override
            public Optional<T> placeholder() {
                return Optional.empty();
            }
        };
    }

    /** An invalid value, with the reason for the user. */
    final class InvalidValue extends Exception {
        private static final long serialVersionUID = 1;
        private final int line;

        InvalidValue(Node node, String reason) {
            super(reason);
            this.line = Context.line(node);
        }

        int line() {
            return line;
        }
    }
}
