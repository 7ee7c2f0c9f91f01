package hangolo.rules.table;

import hangolo.base.WholeFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The shipped rules as files: the tables, stop.drl, the scenarios in {@code tests}, and a README for the editor. */
public final class RuleExport {
    private static final String README = "README.md";

    private RuleExport() {}

    /** Everything that is written, by its path below the folder, with {@code /} in it. */
    public static Map<String, String> files() {
        Map<String, String> files = new LinkedHashMap<>();
        files.put(README, RuleFiles.shippedText(README));
        for (RuleFile file : RuleFiles.shipped()) {
            files.put(file.name(), file.text());
        }
        RuleFiles.shippedScenarios().forEach((name, text) -> files.put(RuleFiles.SCENARIO_FOLDER + "/" + name, text));
        return files;
    }

    /**
     * Writes the shipped rules into a folder. All new files lie complete beside the old ones before the first of them gets its
     * name, so that a full disk changes nothing. Files that are not of the rules are left alone.
     *
     * @param folder is made if it does not exist
     * @param force replace files that differ
     * @return the files that were written; those that were the same already are not among them
     * @throws RuleBaseException if there are files that differ and they must not be replaced; then nothing was written
     * @throws IOException if the disk refuses
     */
    public static List<Path> write(Path folder, boolean force) throws IOException {
        Map<Path, byte[]> changed = new LinkedHashMap<>();
        List<String> differing = new ArrayList<>();
        for (Map.Entry<String, String> file : files().entrySet()) {
            Path path = folder.resolve(file.getKey());
            byte[] bytes = file.getValue().getBytes(StandardCharsets.UTF_8);
            boolean there = Files.exists(path);
            if (!there || !same(path, bytes)) {
                changed.put(path, bytes);
            }
            if (there && changed.containsKey(path)) {
                differing.add(path.toString());
            }
        }
        if (!differing.isEmpty() && !force) {
            throw new RuleBaseException("these files differ from the shipped ones:\n  " + String.join("\n  ", differing)
                    + "\nNothing was written. Choose another folder, or replace them with --force.");
        }
        writeAll(changed);
        return List.copyOf(changed.keySet());
    }

    private static boolean same(Path path, byte[] bytes) throws IOException {
        return Files.isRegularFile(path) && Arrays.equals(Files.readAllBytes(path), bytes);
    }

    private static void writeAll(Map<Path, byte[]> files) throws IOException {
        Map<Path, Path> parts = new LinkedHashMap<>();
        try {
            for (Map.Entry<Path, byte[]> file : files.entrySet()) {
                Files.createDirectories(file.getKey().toAbsolutePath().getParent());
                Path part = WholeFile.part(file.getKey());
                parts.put(part, file.getKey());
                Files.write(part, file.getValue());
            }
            for (Map.Entry<Path, Path> part : parts.entrySet()) {
                WholeFile.rename(part.getKey(), part.getValue());
            }
        } finally {
            for (Path part : parts.keySet()) {
                Files.deleteIfExists(part);
            }
        }
    }
}
