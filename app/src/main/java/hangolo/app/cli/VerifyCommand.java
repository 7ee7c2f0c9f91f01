package hangolo.app.cli;

import hangolo.engine.Backend;
import hangolo.engine.MemoryMode;
import hangolo.engine.select.Backends;
import hangolo.engine.select.ComputeConfig;
import hangolo.verify.BuiltInReference;
import hangolo.verify.GroupResult;
import hangolo.verify.ReferenceFolder;
import hangolo.verify.Verification;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code hangolo verify}. */
@Command(
        name = "verify",
        description = {
            "Compares this program on this machine with numbers that Coqui TTS computed, and says for each group how far they are"
                    + " apart. The numbers are part of the program; --goldens takes a larger set.",
            "Fails if anything differs by more than its tolerance."
        })
final class VerifyCommand extends BaseCommand {
    @Option(
            names = "--goldens",
            paramLabel = "DIR",
            description = "A folder with a manifest.json instead of the numbers in the program.")
    private Optional<Path> goldens;

    @Mixin
    private BackendOption backend;

    @Option(
            names = "--precision",
            paramLabel = "NAME",
            defaultValue = "fp32",
            description =
                    "fp32, bf16, or tf32 on NVIDIA cards; default fp32. bf16 and tf32 have wider tolerances, which"
                            + " docs/fidelity.md states.")
    private ComputeConfig.Precision precision;

    @Option(
            names = "--memory",
            paramLabel = "NAME",
            defaultValue = "normal",
            description = "normal or low; default normal. Both compute the same numbers.")
    private MemoryMode memory;

    @Option(names = "--only", paramLabel = "GROUP", description = "One group instead of all, for example dvae.")
    private Optional<String> only;

    @Mixin
    private JsonOption json;

    @Override
    public Integer call() throws IOException {
        List<String> groups = Verification.groupNames();
        if (only.isPresent() && !groups.contains(only.get())) {
            throw usageError(
                    "--only " + only.get() + ": there is no such group; there are " + String.join(", ", groups));
        }
        if (goldens.isPresent()) {
            return verify(ReferenceFolder.open(goldens.get()));
        }
        NativeMemory.allow();
        try (BuiltInReference builtIn = BuiltInReference.unpack()) {
            return verify(ReferenceFolder.open(builtIn.folder()));
        }
    }

    private int verify(ReferenceFolder folder) throws IOException {
        NativeMemory.allow();
        try (Backend opened = Backends.open(new ComputeConfig(backend.choice(), precision, memory), err()::println)) {
            Verification found = Verification.run(folder, opened, only, group -> progress(opened, group));
            complain(found);
            if (json.wanted()) {
                Json.print(out(), document(found));
            } else {
                VerificationTable.print(out(), opened.description(), found);
            }
            return found.passed() ? ExitCode.OK : ExitCode.FAILED;
        }
    }

    private void progress(Backend opened, String group) {
        err().println("verify " + group + " (" + opened.name() + ")");
        err().flush();
    }

    private void complain(Verification found) {
        for (GroupResult group : found.groups()) {
            group.failures().forEach(failure -> err().println(group.name() + ": " + failure));
        }
        err().flush();
    }

    private static Map<String, Object> document(Verification found) {
        List<Map<String, Object>> groups = new ArrayList<>();
        for (GroupResult group : found.groups()) {
            Map<String, Object> map = new LinkedHashMap<>();
            map.put("name", group.name());
            map.put("compared", group.compared());
            map.put("failed", group.failed());
            map.put("worstAbs", finite(group.worstAbsolute()));
            map.put("worstRel", finite(group.worstRelative()));
            map.put("where", group.where());
            map.put("skipped", group.skipped().orElse(null));
            groups.add(map);
        }
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("pass", found.passed());
        document.put("groups", groups);
        return document;
    }

    /** JSON has no infinity: null says that a number is not finite where it should be. */
    private static Double finite(double value) {
        return Double.isFinite(value) ? Double.valueOf(value) : null;
    }
}
