package hangolo.app.config;

import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** Reads config files. All unknown keys and invalid values are reported at once, each with its line. */
public final class ConfigLoader {
    private static final int LARGEST_FILE = 1 << 20;

    private ConfigLoader() {}

    /**
     * Reads a config file.
     *
     * @param file YAML in UTF-8, with or without a byte order mark
     * @return the phases in it
     * @throws ConfigException if it has unknown keys or invalid values
     * @throws IOException if it cannot be read
     */
    public static ConfigFile load(Path file) throws IOException {
        Path absolute = file.toAbsolutePath().normalize();
        if (Files.size(absolute) > LARGEST_FILE) {
            throw one(absolute, 1, "the file is larger than 1 MB, which is too large for a config file");
        }
        byte[] bytes = Files.readAllBytes(absolute);
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return parse(absolute, text);
        } catch (CharacterCodingException e) {
            throw one(absolute, 1, "the file is not UTF-8 text; save it as UTF-8");
        }
    }

    /**
     * Reads the text of a config file.
     *
     * @param file its name in messages; relative paths in the text refer to its folder
     * @param text YAML
     * @return the phases in it
     * @throws ConfigException if it has unknown keys or invalid values
     */
    public static ConfigFile parse(Path file, String text) {
        Path absolute = file.toAbsolutePath().normalize();
        Path folder = Optional.ofNullable(absolute.getParent()).orElse(absolute);
        MappingNode root = root(absolute, text.startsWith("\uFEFF") ? text.substring(1) : text);
        Context context = new Context(folder);
        Fields top = new Fields(root, context);
        List<PhaseConfig> phases = new ArrayList<>();
        Optional<Node> chain = top.block("PHASES");
        if (chain.isEmpty()) {
            phases.add(new PhaseReader(absolute, context).read(top, 0));
        } else {
            phases.addAll(chain(absolute, context, top, chain.get()));
        }
        if (!context.problems().isEmpty()) {
            throw new ConfigException(absolute, context.problems());
        }
        return new ConfigFile(List.copyOf(phases));
    }

    private static List<PhaseConfig> chain(Path file, Context context, Fields top, Node node) {
        List<PhaseConfig> phases = new ArrayList<>();
        if (!(node instanceof SequenceNode sequence) || sequence.getValue().isEmpty()) {
            context.problem(Context.line(node), "PHASES must be a list with one block of keys for each phase");
            return phases;
        }
        for (Node entry : sequence.getValue()) {
            if (entry instanceof MappingNode map) {
                phases.add(new PhaseReader(file, context).read(top.overriddenBy(map), phases.size()));
            } else {
                context.problem(Context.line(entry), "PHASES: every entry must be a block of keys, such as EPOCHS: 10");
            }
        }
        top.reportUnknown();
        return phases;
    }

    private static MappingNode root(Path file, String text) {
        LoaderOptions options = new LoaderOptions();
        options.setMaxAliasesForCollections(20);
        options.setNestingDepthLimit(20);
        options.setCodePointLimit(LARGEST_FILE);
        try {
            Node node = new Yaml(options).compose(new StringReader(text));
            if (node instanceof MappingNode map) {
                return map;
            }
            throw one(file, 1, "a config file consists of lines such as MODEL_DIR: path, but this one has none");
        } catch (MarkedYAMLException e) {
            int line = Optional.ofNullable(e.getProblemMark())
                    .map(mark -> mark.getLine() + 1)
                    .orElse(1);
            throw one(file, line, "this is not YAML: " + e.getProblem() + hint(e.getProblem()));
        } catch (YAMLException e) {
            throw one(file, 1, "this is not YAML: " + e.getMessage());
        }
    }

    private static String hint(String problem) {
        return String.valueOf(problem).contains("TAB") ? "; indent with spaces" : "";
    }

    private static ConfigException one(Path file, int line, String message) {
        return new ConfigException(file, List.of(new ConfigException.Problem(line, message)));
    }
}
