package hangolo.rules.scenario;

import hangolo.rules.RuleBase;
import hangolo.rules.table.RuleBaseException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Scenarios that show what a rule base decides, and fail when it decides otherwise. */
public final class Scenarios {
    /** The folder of the scenarios beside the tables. */
    public static final String FOLDER = "tests";

    /** The files that the program brings. */
    public static final List<String> NAMES = List.of(
            "reference-runs.yaml",
            "decisions.yaml",
            "tiers.yaml",
            "stops.yaml",
            "warnings.yaml",
            "audio.yaml",
            "resume.yaml",
            "checklists.yaml");

    private final List<Scenario> all;

    private Scenarios(Map<String, String> texts) {
        List<Scenario> found = new ArrayList<>();
        texts.forEach((name, text) -> found.addAll(ScenarioFile.read(name, text)));
        all = List.copyOf(found);
    }

    /** The scenarios inside the program. */
    public static Scenarios shipped() {
        return new Scenarios(shippedTexts());
    }

    /** The same, those of one file first. */
    static Scenarios shippedFirst(String name) {
        Map<String, String> texts = new LinkedHashMap<>();
        texts.put(name, shippedTexts().get(name));
        shippedTexts().forEach(texts::putIfAbsent);
        return new Scenarios(texts);
    }

    /** The texts of the scenarios inside the program, by file name. */
    public static Map<String, String> shippedTexts() {
        Map<String, String> texts = new LinkedHashMap<>();
        for (String name : NAMES) {
            try (InputStream in = Scenarios.class.getResourceAsStream("/hangolo/rules/" + FOLDER + "/" + name)) {
                if (in == null) {
                    throw new IllegalStateException("The program was packed without its scenarios " + name);
                }
                texts.put(name, new String(in.readAllBytes(), StandardCharsets.UTF_8));
            } catch (IOException e) {
                throw new IllegalStateException("The shipped scenarios " + name + " cannot be read", e);
            }
        }
        return texts;
    }

    /**
     * The scenarios of a rule folder, all {@code .yaml} files of its folder {@code tests}; the shipped ones if there are none.
     *
     * @throws RuleBaseException if one of them cannot be read, with file and line or scenario
     */
    public static Scenarios in(Path ruleFolder) {
        Path folder = ruleFolder.resolve(FOLDER);
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
        AnswerDiff outcome = new AnswerDiff(rules.files());
        try {
            scenario.run(rules, outcome);
        } catch (RuleBaseException | IllegalArgumentException e) {
            outcome.wrong(e.getMessage());
        }
        return outcome.differences().isEmpty()
                ? Stream.empty()
                : Stream.of(
                        new ScenarioFailure(scenario.file(), scenario.name(), outcome.differences(), outcome.rules()));
    }
}
