package hangolo.app.config;

import java.util.Optional;
import org.yaml.snakeyaml.nodes.Node;

/** What values a key can have. */
interface ValueType<T> {
    /**
     * @param node the value in the file
     * @param context what relative paths refer to
     * @return the value
     * @throws Refused if the value is not possible
     */
    T read(Node node, Context context) throws Refused;

    /** @return the possible values in words */
    String bounds();

    /** @return any value of the type, which stands in for a refused one until all problems were found */
    T placeholder();

    /** @return the same kind for a value that may be absent */
    default ValueType<Optional<T>> lifted() {
        ValueType<T> inner = this;
        return new ValueType<>() {
            @Override
            public Optional<T> read(Node node, Context context) throws Refused {
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

    /** A value that is not possible, with the reason for the user. */
    final class Refused extends Exception {
        private static final long serialVersionUID = 1;
        private final int line;

        Refused(Node node, String reason) {
            super(reason);
            this.line = Context.line(node);
        }

        int line() {
            return line;
        }
    }
}
