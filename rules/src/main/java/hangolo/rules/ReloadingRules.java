package hangolo.rules;

import hangolo.rules.check.CheckReport;
import hangolo.rules.check.Problem;
import hangolo.rules.check.RuleCheck;
import hangolo.rules.table.RuleBaseException;
import hangolo.rules.table.RuleFile;
import hangolo.rules.table.RuleFiles;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Rules that may be edited while they are used. {@link #reload} takes up what was saved in the folder since, if it checks
 * without errors; otherwise the rules that worked so far go on. Not thread-safe.
 */
public final class ReloadingRules {
    private static final int MAX_READS = 20;
    private static final long PAUSE_MS = 50;

    private final Optional<Path> folder;
    private final Runnable pause;
    private final Set<String> reported = new HashSet<>();
    private RuleBase current;
    private Optional<RuleBase> previous = Optional.empty();

    /**
     * @param pause waits between two reads of the folder
     */
    ReloadingRules(Optional<Path> folder, RuleBase rules, Runnable pause) {
        this.folder = folder;
        this.current = rules;
        this.pause = pause;
    }

    /** What {@link #reload} found. */
    public sealed interface Reload {}

    /**
     * Other rules are used from now on.
     *
     * @param before version of the rule base so far
     * @param after version of the new one
     * @param files the files that changed, came or went
     */
    public record Switched(String before, String after, List<String> files) implements Reload {}

    /**
     * What lies in the folder cannot be used; reported once for the same content.
     *
     * @param problems why, with file and row
     */
    public record Refused(List<String> problems) implements Reload {}

    /** The rules inside the program, which nobody edits. */
    public static ReloadingRules shipped() {
        return new ReloadingRules(Optional.empty(), RuleBase.shipped(), ReloadingRules::pause);
    }

    /**
     * The rules of a folder, compiled.
     *
     * @throws RuleBaseException if they cannot be used now
     */
    public static ReloadingRules in(Path folder) {
        return new ReloadingRules(Optional.of(folder), RuleBase.from(folder), ReloadingRules::pause);
    }

    /** The rules to use. */
    public RuleBase current() {
        return current;
    }

    /** Takes up an edit, or says why not; empty if there is nothing new. Nothing that lies in the folder makes it throw. */
    public Optional<Reload> reload() {
        if (folder.isEmpty()) {
            return Optional.empty();
        }
        try {
            List<RuleFile> files = settled(folder.get());
            return inUse(files) ? Optional.empty() : take(files);
        } catch (RuleBaseException e) {
            return refused(e.getMessage(), e.problems());
        }
    }

    /**
     * Returns to the rules before the last edit, because the edited ones failed while they judged.
     *
     * @return whether there are any; the rules that a run began with are never given up
     */
    public boolean revert() {
        previous.ifPresent(before -> {
            reported.add(current.hash());
            current = before;
        });
        boolean reverted = previous.isPresent();
        previous = Optional.empty();
        return reverted;
    }

    private boolean inUse(List<RuleFile> files) {
        return RuleFiles.hash(files).equals(current.hash());
    }

    /**
     * The files once two reads in a row are the same, so that no file is read while an editor writes it. One read is enough
     * if nothing has changed.
     */
    private List<RuleFile> settled(Path folder) {
        List<RuleFile> files = List.of();
        for (int i = 0; i < MAX_READS; i++) {
            List<RuleFile> again = readOrWait(folder, i);
            if (!again.isEmpty() && (again.equals(files) || inUse(again))) {
                return again;
            }
            files = again;
            pause.run();
        }
        return RuleFiles.in(folder);
    }

    /** Editors replace a file by deleting it first: a file that is missing gets some time to come back. */
    private static List<RuleFile> readOrWait(Path folder, int read) {
        try {
            return RuleFiles.in(folder);
        } catch (RuleBaseException e) {
            if (read >= MAX_READS / 4) {
                throw e;
            }
            return List.of();
        }
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Optional<Reload> take(List<RuleFile> files) {
        String hash = RuleFiles.hash(files);
        if (reported.contains(hash)) {
            return Optional.empty();
        }
        CheckReport report = RuleCheck.of(files);
        if (!report.clean()) {
            return refused(
                    hash,
                    report.with(Problem.Severity.ERROR).stream()
                            .map(Problem::line)
                            .toList());
        }
        RuleBase before = current;
        current = RuleBase.of(files);
        previous = Optional.of(before);
        return Optional.of(new Switched(before.hash(), hash, changed(before.files(), files)));
    }

    private Optional<Reload> refused(String content, List<String> problems) {
        return reported.add(content) ? Optional.of(new Refused(problems)) : Optional.empty();
    }

    private static List<String> changed(List<RuleFile> before, List<RuleFile> after) {
        Function<List<RuleFile>, Set<String>> versions = files -> files.stream()
                .map(file -> file.name() + " " + file.hash())
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> differing = new TreeSet<>(versions.apply(before));
        Set<String> now = versions.apply(after);
        Set<String> both = new TreeSet<>(differing);
        both.retainAll(now);
        differing.addAll(now);
        differing.removeAll(both);
        return differing.stream()
                .map(version -> version.substring(0, version.lastIndexOf(' ')))
                .distinct()
                .toList();
    }
}
