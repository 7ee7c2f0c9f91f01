package hangolo.app.config;

import java.io.Serial;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** An invalid configuration. The message lists all problems, one per line, as {@code file:line: problem}. */
public final class ConfigException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    private final transient List<Problem> problems;

    /**
     * One problem.
     *
     * @param line where, counted from 1
     * @param message what is wrong and what to do
     */
    public record Problem(int line, String message) {}

    /**
     * @param file the configuration file
     * @param problems its problems, at least one
     */
    public ConfigException(Path file, List<Problem> problems) {
        super(problems.stream()
                .map(problem -> file + ":" + problem.line() + ": " + problem.message())
                .collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    /** @return the problems, in the order of the file */
    public List<Problem> problems() {
        return problems;
    }
}
