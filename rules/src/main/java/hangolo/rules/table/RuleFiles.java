package hangolo.rules.table;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Finds the rule files: the shipped ones, or those of a folder. */
public final class RuleFiles {
    /** The files every rule base consists of. A folder may hold more. */
    public static final List<String> NAMES = List.of(
            "limits.csv",
            "audio.csv",
            "training.csv",
            "stop.drl",
            "tiers.csv",
            "quality.csv",
            "matrix.csv",
            "notes.csv",
            "scenarios.csv",
            "nextsteps.csv",
            "alternatives.csv",
            "checklist.csv");

    /** The folder of the scenarios beside the tables. */
    public static final String SCENARIO_FOLDER = "tests";

    private static final List<String> SCENARIOS = List.of(
            "reference-runs.yaml",
            "decisions.yaml",
            "tiers.yaml",
            "stops.yaml",
            "warnings.yaml",
            "audio.yaml",
            "resume.yaml",
            "checklists.yaml");

    /** The known files in their fixed order, then any others by name: it decides between equal ranks. */
    private static final Comparator<Path> BY_NAME = Comparator.<Path>comparingInt(path -> {
                int known = NAMES.indexOf(path.getFileName().toString());
                return known < 0 ? NAMES.size() : known;
            })
            .thenComparing(path -> path.getFileName().toString());

    private static final long LARGEST = 4L << 20;

    private RuleFiles() {}

    /** The rule files inside the program. */
    public static List<RuleFile> shipped() {
        return NAMES.stream().map(name -> new RuleFile(name, shippedText(name))).toList();
    }

    /** The scenarios inside the program: their YAML texts by file name. */
    public static Map<String, String> shippedScenarios() {
        Map<String, String> texts = new LinkedHashMap<>();
        SCENARIOS.forEach(name -> texts.put(name, shippedText(SCENARIO_FOLDER + "/" + name)));
        return texts;
    }

    static String shippedText(String name) {
        try (InputStream in = RuleFiles.class.getResourceAsStream("/hangolo/rules/" + name)) {
            if (in == null) {
                throw new IllegalStateException("The program was packed without its rule file " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException("The shipped rule file " + name + " cannot be read", e);
        }
    }

    /**
     * The rule files of a folder: the known ones in their order, then any others by name.
     *
     * @throws RuleBaseException if the folder or one of {@link #NAMES} is missing, or a file is no UTF-8 text
     */
    public static List<RuleFile> in(Path folder) {
        List<String> problems = new ArrayList<>();
        List<RuleFile> files = new ArrayList<>();
        for (Path path : list(folder)) {
            read(path, files, problems);
        }
        for (String name : NAMES) {
            if (!Files.isRegularFile(folder.resolve(name))) {
                problems.add(name + ": the rule folder " + folder
                        + " lacks this file. Export the shipped rules once more and copy it from there.");
            }
        }
        if (!problems.isEmpty()) {
            throw new RuleBaseException(problems);
        }
        return List.copyOf(files);
    }

    private static List<Path> list(Path folder) {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(RuleFiles::isRuleFile).sorted(BY_NAME).toList();
        } catch (IOException e) {
            throw new RuleBaseException("The rule folder " + folder + " cannot be read: " + e.getMessage());
        }
    }

    /** Editors leave lock files such as {@code .~lock.tiers.csv#} and {@code ~$tiers.csv} beside the real one. */
    private static boolean isRuleFile(Path path) {
        String name = path.getFileName().toString();
        boolean ending = name.endsWith(".csv") || name.endsWith(".drl");
        return ending && !name.startsWith(".") && !name.startsWith("~") && Files.isRegularFile(path);
    }

    private static void read(Path path, List<RuleFile> files, List<String> problems) {
        String name = path.getFileName().toString();
        try {
            if (Files.size(path) > LARGEST) {
                problems.add(name + ": is larger than 4 MB; this is no rule file.");
                return;
            }
            ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(path));
            files.add(new RuleFile(
                    name, StandardCharsets.UTF_8.newDecoder().decode(bytes).toString()));
        } catch (CharacterCodingException e) {
            problems.add(name + ": is not UTF-8 text. Save it as 'CSV UTF-8'.");
        } catch (IOException e) {
            problems.add(name + ": cannot be read: " + e.getMessage());
        }
    }

    /** The version of a whole rule base: a hash over the names and hashes of its files in any order. */
    public static String hash(List<RuleFile> files) {
        return RuleFile.hashOf(files.stream()
                .map(file -> file.name() + "=" + file.hash() + "\n")
                .sorted()
                .reduce("", String::concat));
    }
}
