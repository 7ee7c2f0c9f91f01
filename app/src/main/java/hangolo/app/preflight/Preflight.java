package hangolo.app.preflight;

import hangolo.app.config.PhaseConfig;
import hangolo.app.config.PhaseConfig.Start;
import hangolo.engine.MemoryMode;
import hangolo.models.weights.WeightFileException;
import hangolo.rules.RuleBase;
import hangolo.rules.facts.MachineState;
import hangolo.rules.judge.Checklist;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Everything that is looked at before a phase starts.
 *
 * @param checks the files and the machine
 * @param facts what the rules were told
 * @param checklist the rules' checklist about these facts
 */
public record Preflight(List<Check> checks, MachineState facts, Checklist checklist) {
    /** Room for what the system and Java itself need, for activations of a small batch, and for speaking. */
    private static final double MEMORY_HEADROOM_GB = 2;

    /** What has to be known about the licences before the first training. */
    public static final String LICENCE =
            "Hangolo is GPL-3.0-or-later and ships no XTTS weights. The XTTS v2 weights, and what"
                    + " is trained from them, are under the Coqui Public Model License: non-commercial use only";

    /**
     * Looks at the files and the machine of one phase. Reads only descriptions of files, writes nothing.
     *
     * @param config the phase
     * @param rules whose checklist is filled in
     * @param machine the computer
     * @param gpu its cards
     * @return what was found
     */
    public static Preflight of(PhaseConfig config, RuleBase rules, Machine machine, GpuChecks gpu) {
        List<Check> checks = new ArrayList<>();
        checks.add(
                machine.javaVersion() >= 17
                        ? Check.ok("Java", "version " + machine.javaVersion())
                        : Check.failed("Java", "version " + machine.javaVersion(), "Install Java 17 or newer"));
        checks.add(Check.ok("configuration", config.file().toString()));
        checks.addAll(new FileChecks(config).all());
        Optional<Size> size = size(config.modelDir());
        checks.add(memory(machine, size, config.computing().memory()));
        checks.addAll(gpu.all(size));
        checks.add(Check.note("licence", LICENCE));
        MachineState facts = facts(config, checks, machine, size, gpu.usable());
        return new Preflight(List.copyOf(checks), facts, rules.preflight(facts));
    }

    /** @return whether training can start */
    public boolean passed() {
        return checklist.passed() && checks.stream().noneMatch(Check::stops);
    }

    private static MachineState facts(
            PhaseConfig config, List<Check> checks, Machine machine, Optional<Size> size, boolean gpu) {
        boolean readable = checks.stream().noneMatch(check -> check.name().equals("checkpoint") && check.stops());
        OptionalDouble needed = size.map(model ->
                        OptionalDouble.of(model.diskGb(config.intervals().keepCheckpoints())))
                .orElse(OptionalDouble.empty());
        return MachineState.unknown()
                .withFiles(readable && phase1Complete(config), readable, true)
                .withGpu(gpu)
                .withDisk(machine.freeDiskGb(), needed);
    }

    /** Phase 1 has ended if its result is written down or it left a best model beside the checkpoint. */
    private static boolean phase1Complete(PhaseConfig config) {
        if (!(config.start() instanceof Start.Checkpoint checkpoint)
                || config.references()
                        .phase1()
                        .flatMap(PhaseConfig.PriorResult::melCe)
                        .isPresent()) {
            return true;
        }
        Path folder = Optional.ofNullable(checkpoint.file().getParent()).orElse(checkpoint.file());
        return Files.exists(folder.resolve("best_model.pth"));
    }

    private static Optional<Size> size(Path modelDir) {
        try {
            return Optional.of(Size.of(modelDir.resolve("model.pth"), modelDir.resolve("dvae.pth")));
        } catch (WeightFileException e) {
            return Optional.empty();
        }
    }

    private static Check memory(Machine machine, Optional<Size> size, MemoryMode memory) {
        if (size.isEmpty()) {
            return Check.unknown("memory", "needs the model files");
        }
        double needed = size.get().memoryGb(memory) + MEMORY_HEADROOM_GB;
        String finding = String.format(Locale.ROOT, "%.1f GB, about %.1f GB needed", machine.memoryGb(), needed);
        return machine.memoryGb() >= needed
                ? Check.ok("memory", finding)
                : Check.weak(
                        "memory",
                        finding,
                        "Training may be very slow or fail; use "
                                + (memory == MemoryMode.LOW ? "" : "MEMORY: low, or ")
                                + "a machine with more memory");
    }
}
