package hangolo.verify;

import hangolo.engine.Backend;
import hangolo.engine.Precision;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Consumer;

/**
 * Compares this program with Coqui TTS: every array, text and file of a {@link ReferenceFolder}.
 *
 * @param groups results in the order of {@link #groupNames}
 */
public record Verification(List<GroupResult> groups) {

    private static final List<Group> ALL = List.of(
            new AudioGroup(),
            new TokenizerGroup(),
            new DatasetGroup(),
            new DvaeGroup(),
            new GptForwardGroup(),
            new GptGradientsGroup(),
            new OptimizerGroup(),
            new ResumeGroup(),
            new InferenceGroup(),
            new VocoderGroup(),
            new SpeakerEncoderGroup(),
            new WeightFilesGroup());

    /** The names that {@code only} may have. */
    public static List<String> groupNames() {
        return ALL.stream().map(Group::name).toList();
    }

    /**
     * Runs the groups one after the other. An array that none of them knows is a failure, too.
     *
     * @param only one group, or all
     * @param progress hears the name of each group before it runs
     * @throws IllegalArgumentException if there is no such group
     */
    public static Verification run(
            ReferenceFolder folder, Backend backend, Optional<String> only, Consumer<String> progress) {
        List<Group> chosen = ALL.stream()
                .filter(g -> only.isEmpty() || g.name().equals(only.get()))
                .toList();
        if (chosen.isEmpty()) {
            throw new IllegalArgumentException(
                    "there is no group " + only.orElse("") + "; there are " + String.join(", ", groupNames()));
        }
        List<GroupResult> results = new ArrayList<>();
        try (GroupContext context = new GroupContext(folder, backend)) {
            for (Group group : chosen) {
                progress.accept(group.name());
                results.add(run(group, context));
            }
        }
        if (only.isEmpty()) {
            unknown(folder).ifPresent(results::add);
        }
        return new Verification(List.copyOf(results));
    }

    /** Whether something was compared, and nothing failed. */
    public boolean passed() {
        return groups.stream().allMatch(GroupResult::passed) && groups.stream().anyMatch(group -> group.compared() > 0);
    }

    private static GroupResult run(Group group, GroupContext context) {
        boolean rounds = context.backend().precision() != Precision.FP32;
        Checks checks =
                new Checks(context.folder(), group.name(), rounds ? group::rounding : array -> OptionalDouble.empty());
        String unreached = "no check knows this array";
        try {
            group.check(context, checks);
        } catch (UnsupportedOperationException e) {
            checks.skipped("the " + context.backend().name() + " backend refuses: " + e.getMessage());
            return checks.result();
        } catch (IOException | RuntimeException e) {
            String reason = Optional.ofNullable(e.getMessage()).orElseGet(e::toString);
            checks.failed(group.name(), reason);
            unreached = "was not reached: " + reason;
        }
        for (String name : context.folder().names()) {
            if (group.owns(name) && !checks.knows(name)) {
                checks.failed(name, unreached);
            }
        }
        return checks.result();
    }

    private static Optional<GroupResult> unknown(ReferenceFolder folder) {
        Checks checks = new Checks(folder, "unknown", array -> OptionalDouble.empty());
        for (String name : folder.names()) {
            if (ALL.stream().noneMatch(group -> group.owns(name))) {
                checks.failed(name, "no check knows this array");
            }
        }
        return Optional.of(checks.result()).filter(result -> result.failed() > 0);
    }
}
