package hangolo.rules.scenario;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import hangolo.rules.table.RuleBaseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads a file of scenarios. */
final class ScenarioFile {
    private static final YAMLMapper YAML = new YAMLMapper();
    private static final Set<String> KEYS = Set.of("name", "phase", "before", "given", "cases", "points", "expect");

    private final String file;
    private final List<Scenario> scenarios = new ArrayList<>();

    private ScenarioFile(String file) {
        this.file = file;
    }

    /**
     * The scenarios of a file, in order.
     *
     * @throws RuleBaseException if it is no such file, with its name and the line or scenario
     */
    static List<Scenario> read(String name, String text) {
        ScenarioFile file = new ScenarioFile(name);
        try {
            file.addAll(YAML.readTree(text));
        } catch (JsonProcessingException e) {
            int line = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
            throw new RuleBaseException(name + " line " + line + ": is no YAML that can be read: "
                    + e.getOriginalMessage().lines().findFirst().orElse(""));
        }
        return file.scenarios;
    }

    private void addAll(JsonNode root) {
        if (!root.isObject()) {
            throw new RuleBaseException(file + ": should begin with decisions:, trainings:, checklists: or limits:.");
        }
        root.properties().forEach(section -> {
            if (!section.getValue().isArray()) {
                throw new RuleBaseException(file + ": '" + section.getKey() + "' should be a list of scenarios.");
            }
            section.getValue().forEach(entry -> add(section.getKey(), entry));
        });
    }

    private void add(String section, JsonNode entry) {
        String name = entry.path("name").asText("");
        if (name.isEmpty()) {
            throw new RuleBaseException(file + ": a scenario below '" + section + "' has no name.");
        }
        entry.fieldNames().forEachRemaining(key -> {
            if (!KEYS.contains(key)) {
                throw new RuleBaseException(file + ": " + name + ": '" + key + "' is not one of "
                        + String.join(", ", new java.util.TreeSet<>(KEYS)) + ".");
            }
        });
        mustBeFacts(name, entry.path("given"), "'given' should be");
        JsonNode common = entry.has("given") ? entry.get("given") : JsonNodeFactory.instance.objectNode();
        if (section.equals("trainings")) {
            List<JsonNode> points = new ArrayList<>();
            entry.path("points").forEach(points::add);
            scenarios.add(new TrainingScenario(
                    file,
                    name,
                    entry.path("phase").asInt(2),
                    Optional.ofNullable(entry.get("before")),
                    common,
                    points));
            return;
        }
        if (!entry.has("cases")) {
            add(section, name, common, entry.path("expect"));
        }
        for (JsonNode one : entry.path("cases")) {
            mustBeFacts(name, one, "'cases' should hold");
            ObjectNode own = ((ObjectNode) one).deepCopy();
            JsonNode expect = own.has("expect") ? own.get("expect") : entry.path("expect");
            own.remove("expect");
            add(section, name + " " + shown(own), Given.over(common, own), expect);
        }
    }

    private void mustBeFacts(String name, JsonNode facts, String what) {
        if (!facts.isMissingNode() && !facts.isObject()) {
            throw new RuleBaseException(file + ": " + name + ": " + what + " facts such as {melCe: 2.5}.");
        }
    }

    private static String shown(JsonNode own) {
        return own.toString().replace("\"", "").replace(":", ": ").replace(",", ", ");
    }

    private void add(String section, String name, JsonNode given, JsonNode expect) {
        if (!expect.isObject() || expect.isEmpty()) {
            throw new RuleBaseException(file + ": " + name + ": says nothing below 'expect'.");
        }
        scenarios.add(
                switch (section) {
                    case "decisions" -> new DecisionScenario(file, name, given, expect);
                    case "checklists" -> new ChecklistScenario(file, name, given, expect);
                    case "limits" -> new LimitScenario(file, name, given, expect);
                    default ->
                        throw new RuleBaseException(
                                file + ": '" + section + "' is not one of decisions, trainings, checklists, limits.");
                });
    }
}
