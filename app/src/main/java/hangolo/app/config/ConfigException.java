package hangolo.app.config;

import java.io.Serial;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** A configuration that cannot be used. The message lists every problem, one a line, as {@code file:line: what}. */
public final class ConfigException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    private final transient List<Problem> problems;

    /**
     * One thing that is wrong.
     *
     * @param line where, counted from 1
     * @param message what, and what to do
     */
    public record Problem(int line, String message) {}

    /**
     * @param file the configuration file
     * @param problems all that is wrong with it, at least one
     */
    public ConfigException(Path file, List<Problem> problems) {
        super(problems.stream()
                .map(problem -> file + ":" + problem.line() + ": " + problem.message())
                .collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    /** @return all that is wrong, in the order of the file */
    public List<Problem> problems() {
        return problems;
    }
}
