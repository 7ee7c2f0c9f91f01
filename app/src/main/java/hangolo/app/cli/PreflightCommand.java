package hangolo.app.cli;

import hangolo.app.config.PhaseConfig;
import hangolo.app.preflight.GpuChecks;
import hangolo.app.preflight.Machine;
import hangolo.app.preflight.Preflight;
import hangolo.rules.RuleBase;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code hangolo preflight}. */
@Command(
        name = "preflight",
        description = {
            "Checks whether a run can start: files, checkpoint, disk, memory, GPU.",
            "Reads only; exit code 1 if something required is missing."
        })
final class PreflightCommand extends BaseCommand {
    @Mixin
    private ConfigOption config;

    @Mixin
    private RulesOption rules;

    @Mixin
    private JsonOption json;

    @Override
    public Integer call() throws IOException {
        List<Preflight> all = new ArrayList<>();
        List<PhaseConfig> phases = config.load().phases();
        for (PhaseConfig phase : phases) {
            RuleBase base = rules.folder().or(phase::rules).map(RuleBase::from).orElseGet(RuleBase::shipped);
            all.add(Preflight.of(phase, base, Machine.here(phase.outputPath()), GpuChecks.probe(phase)));
        }
        boolean passed = all.stream().allMatch(Preflight::passed);
        if (json.wanted()) {
            Json.print(out(), PreflightTable.document(phases, all, passed));
        } else {
            PreflightTable.print(out(), phases, all, passed);
        }
        return passed ? ExitCode.OK : ExitCode.FAILED;
    }
}
