package hangolo.app.cli;

import hangolo.app.config.PhaseConfig;
import hangolo.app.log.TrainingDisplay;
import hangolo.app.run.DatasetPreparation;
import hangolo.engine.Backend;
import hangolo.engine.select.Backends;
import hangolo.models.data.TrainingData;
import hangolo.models.xtts.ClipEncoder;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code hangolo prepare}. */
@Command(
        name = "prepare",
        description = {
            "Checks every clip and computes codes, mels and text ids once, so that training starts at once.",
            "Says which clips are left out and why."
        })
final class PrepareCommand extends BaseCommand {
    private static final Duration BETWEEN_LINES = Duration.ofSeconds(10);

    @Mixin
    private ConfigOption config;

    @Override
    public Integer call() throws IOException {
        NativeMemory.allow();
        for (PhaseConfig phase : config.load().phases()) {
            prepare(phase);
        }
        return ExitCode.OK;
    }

    private void prepare(PhaseConfig phase) throws IOException {
        try (TrainingDisplay display =
                        new TrainingDisplay(System.err, System.console() != null, BETWEEN_LINES, System::nanoTime);
                Backend backend = Backends.open(phase.computing(), err()::println);
                ClipEncoder codec = ClipEncoder.open(phase.modelDir(), backend)) {
            TrainingData data = DatasetPreparation.prepare(phase, codec, display);
            out().print(data.report().table());
            TrainingData.CacheStatistics cache = data.cache();
            out().printf(
                            Locale.ROOT,
                            "Phase %d: %d clips prepared, %d found in %s%n",
                            phase.phase(),
                            cache.prepared(),
                            cache.found(),
                            phase.data().cacheDir());
            out().flush();
        }
    }
}
