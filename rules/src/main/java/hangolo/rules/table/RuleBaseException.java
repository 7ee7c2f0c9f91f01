package hangolo.rules.table;

import java.util.List;

/** Rules that cannot be used: every problem says the file and row, what is wrong and what to do. */
public final class RuleBaseException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<String> problems;

    /** One line a problem. */
    public RuleBaseException(List<String> problems) {
        super(String.join(System.lineSeparator(), problems));
        this.problems = List.copyOf(problems);
    }

    /** A single problem. */
    public RuleBaseException(String problem) {
        this(List.of(problem));
    }

    /** The problems, in file order. */
    public List<String> problems() {
        return problems == null ? List.of(getMessage()) : problems;
    }
}
