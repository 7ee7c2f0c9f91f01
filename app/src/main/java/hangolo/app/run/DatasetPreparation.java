package hangolo.app.run;

import hangolo.app.config.PhaseConfig;
import hangolo.app.log.TrainingDisplay;
import hangolo.app.record.RunRecord.DataReport;
import hangolo.models.data.BatchSettings;
import hangolo.models.data.ClipReport;
import hangolo.models.data.CodePadding;
import hangolo.models.data.ConditioningCrop;
import hangolo.models.data.DataSettings;
import hangolo.models.data.DataSource;
import hangolo.models.data.Encoders;
import hangolo.models.data.EvaluationSplit;
import hangolo.models.data.MetadataFormat;
import hangolo.models.data.Sampling;
import hangolo.models.data.TextEncoder;
import hangolo.models.data.TrainingData;
import hangolo.models.xtts.ClipEncoder;
import hangolo.models.xtts.dvae.Dvae;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Prepares the clips of a phase as its configuration says. */
public final class DatasetPreparation {

    private static final int BATCHES_AHEAD = 2;

    private DatasetPreparation() {}

    /**
     * Checks, splits and prepares the clips of a phase; cached results are not computed again.
     *
     * @throws IOException if metadata or clips are broken, or no clip is left; the message names them and the reason
     */
    public static TrainingData prepare(PhaseConfig config, ClipEncoder encoder, TrainingDisplay display)
            throws IOException {
        Dvae dvae = encoder.dvae()
                .orElseThrow(() -> new RunException(config.modelDir()
                        + " has no dvae.pth, which turns clips into audio codes.\nCopy it from the XTTS v2 model."));
        Encoders encoders = Encoders.of(
                TextEncoder.of(encoder.tokenizer()),
                dvae::encode,
                encoder.config().gpt().codeStride(),
                encoder.melStats(),
                List.of(config.modelDir().resolve("dvae.pth")));
        return TrainingData.prepare(
                sources(config),
                settings(config),
                encoders,
                config.data().cacheDir(),
                (done, total, what) -> display.task(what, done, total));
    }

    /** The data sets of a phase. */
    public static List<DataSource> sources(PhaseConfig config) {
        return config.data().datasets().stream()
                .map(set -> new DataSource(
                        set.name(),
                        set.path(),
                        MetadataFormat.of(set.format().name()),
                        set.metadata(),
                        set.evalMetadata(),
                        set.language()))
                .toList();
    }

    /** Limits and split of a phase. */
    public static DataSettings settings(PhaseConfig config) {
        PhaseConfig.DataSettings data = config.data();
        EvaluationSplit split = config.coquiCompat().split()
                ? EvaluationSplit.coqui(data.evalSplit())
                : EvaluationSplit.stratified(data.evalSplit(), config.seed());
        return DataSettings.defaults()
                .withLimits(data.maxWavLength(), data.maxTextLength())
                .withSplit(split)
                .withBrokenClips(
                        DataSettings.BrokenClips.valueOf(data.brokenClips().name()))
                .withThreads(Runtime.getRuntime().availableProcessors());
    }

    static BatchSettings batches(PhaseConfig config) {
        PhaseConfig.DataSettings data = config.data();
        int size = config.optimization().batchSize();
        return new BatchSettings(
                size,
                size,
                data.sampling() == PhaseConfig.Sampling.COQUI ? Sampling.COQUI : Sampling.EVERY_CLIP_ONCE,
                config.coquiCompat().paddedCodes() ? CodePadding.BATCH : CodePadding.NONE,
                new ConditioningCrop(data.minConditioningLength(), data.maxConditioningLength()),
                BATCHES_AHEAD,
                System::nanoTime);
    }

    static DataReport report(PhaseConfig config, ClipReport clips) {
        Map<String, String> languages = new LinkedHashMap<>();
        config.data().datasets().forEach(set -> languages.put(set.name(), set.language()));
        List<DataReport.Source> sources = clips.sources().stream()
                .map(source -> new DataReport.Source(
                        source.name(),
                        languages.getOrDefault(source.name(), ""),
                        source.training(),
                        source.evaluation(),
                        source.trainingSeconds() + source.evaluationSeconds()))
                .toList();
        List<DataReport.LeftOut> out = clips.leftOut().stream()
                .map(one -> new DataReport.LeftOut(
                        one.clip().source(), one.clip().id(), one.reason().words() + ": " + one.detail()))
                .toList();
        return new DataReport(sources, out);
    }

    /** SHA-256 of the files that determine the result. */
    static Map<String, String> hashes(PhaseConfig config, Optional<Path> start) throws IOException {
        Map<String, String> hashes = new LinkedHashMap<>();
        for (String name : List.of("model.pth", "dvae.pth", "mel_stats.pth", "vocab.json", "config.json")) {
            Path file = config.modelDir().resolve(name);
            if (Files.isRegularFile(file)) {
                hashes.put(name, sha256(file));
            }
        }
        if (start.isPresent()) {
            hashes.put(start.get().getFileName().toString(), sha256(start.get()));
        }
        hashes.put(
                config.file().getFileName().toString(), Files.exists(config.file()) ? sha256(config.file()) : "none");
        return hashes;
    }

    private static String sha256(Path file) throws IOException {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
                in.transferTo(OutputStream.nullOutputStream());
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
