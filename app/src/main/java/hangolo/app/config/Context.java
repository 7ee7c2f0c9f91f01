package hangolo.app.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.yaml.snakeyaml.nodes.Node;

/** The folder of the file that is being read, and the problems found so far. */
final class Context {
    private final Path folder;
    private final List<ConfigException.Problem> problems = new ArrayList<>();

    Context(Path folder) {
        this.folder = folder;
    }

    /** The absolute folder that relative paths refer to. */
    Path folder() {
        return folder;
    }

    void problem(int line, String message) {
        ConfigException.Problem problem = new ConfigException.Problem(line, message);
        if (!problems.contains(problem)) {
            problems.add(problem);
        }
    }

    List<ConfigException.Problem> problems() {
        return problems.stream()
                .sorted(Comparator.comparingInt(ConfigException.Problem::line))
                .toList();
    }

    static int line(Node node) {
        return node.getStartMark().getLine() + 1;
    }
}
