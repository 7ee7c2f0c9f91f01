package hangolo.rules.scenario;

import hangolo.rules.RuleBase;
import hangolo.rules.table.RuleBaseException;
import hangolo.rules.table.RuleFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Scenarios that show what a rule base decides, and fail when it decides otherwise. */
public final class Scenarios {
    private final List<Scenario> all;

    private Scenarios(Map<String, String> texts) {
        List<Scenario> found = new ArrayList<>();
        texts.forEach((name, text) -> found.addAll(ScenarioFile.read(name, text)));
        all = List.copyOf(found);
    }

    /** The scenarios inside the program. */
    public static Scenarios shipped() {
        return new Scenarios(RuleFiles.shippedScenarios());
    }

    /** The same, those of one file first. */
    static Scenarios shippedFirst(String name) {
        Map<String, String> texts = new LinkedHashMap<>();
        texts.put(name, RuleFiles.shippedScenarios().get(name));
        RuleFiles.shippedScenarios().forEach(texts::putIfAbsent);
        return new Scenarios(texts);
    }

    /**
     * The scenarios of a rule folder, all {@code .yaml} files of its folder {@code tests}; the shipped ones if there are none.
     *
     * @throws RuleBaseException if one of them cannot be read, with file and line or scenario
     */
    public static Scenarios in(Path ruleFolder) {
        Path folder = ruleFolder.resolve(RuleFiles.SCENARIO_FOLDER);
        if (!Files.isDirectory(folder)) {
            return shipped();
        }
        Map<String, String> texts = new LinkedHashMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(Scenarios::isYaml).sorted().toList()) {
                texts.put(file.getFileName().toString(), Files.readString(file));
            }
        } catch (IOException e) {
            throw new RuleBaseException(
                    "The scenarios of " + folder + " cannot be read: " + e.getMessage() + ". Save them as UTF-8 text.");
        }
        return texts.isEmpty() ? shipped() : new Scenarios(texts);
    }

    private static boolean isYaml(Path file) {
        String name = file.getFileName().toString();
        return name.endsWith(".yaml") && !name.startsWith(".") && Files.isRegularFile(file);
    }

    /** How many there are; a case of a group counts as one. */
    public int size() {
        return all.size();
    }

    /** Runs them all; the failures come in order, none if the rules decide as expected. */
    public List<ScenarioFailure> run(RuleBase rules) {
        return all.stream().flatMap(scenario -> run(scenario, rules)).toList();
    }

    /** Whether any scenario fails; stops at the first one. */
    public boolean anyFails(RuleBase rules) {
        return all.stream()
                .flatMap(scenario -> run(scenario, rules))
                .findFirst()
                .isPresent();
    }

    private static Stream<ScenarioFailure> run(Scenario scenario, RuleBase rules) {
        AnswerDiff diff = new AnswerDiff(rules.files());
        try {
            scenario.run(rules, diff);
        } catch (RuleBaseException | IllegalArgumentException e) {
            diff.wrong(e.getMessage());
        }
        return diff.differences().isEmpty()
                ? Stream.empty()
                : Stream.of(new ScenarioFailure(scenario.file(), scenario.name(), diff.differences(), diff.rules()));
    }
}
