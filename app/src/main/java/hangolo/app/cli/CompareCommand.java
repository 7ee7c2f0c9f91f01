package hangolo.app.cli;

import hangolo.app.compare.CheckpointComparison;
import hangolo.app.compare.ComparisonPage;
import hangolo.app.compare.Sentences;
import hangolo.base.WholeFile;
import hangolo.engine.Backend;
import hangolo.engine.select.Backends;
import hangolo.models.xtts.XttsModel;
import hangolo.rules.RuleBase;
import hangolo.rules.facts.AudioFacts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code hangolo compare}. */
@Command(
        name = "compare",
        description = {
            "Lets several checkpoints speak the same sentences with the same seeds.",
            "Writes <name>/<number>.wav and comparison.html, which plays them beside each other.",
            "The audio rules say what sounds worse than by the first checkpoint."
        })
final class CompareCommand extends BaseCommand {
    private static final String PAGE = "comparison.html";

    @Option(names = "--model", required = true, paramLabel = "DIR", description = "XTTS v2 model folder.")
    private Path model;

    @Option(
            names = "--checkpoints",
            required = true,
            split = ",",
            paramLabel = "NAME=FILE",
            description = "For example baseline=model.pth,phase1=checkpoint_1500.pth,phase2=best_model.pth")
    private Map<String, Path> checkpoints = new LinkedHashMap<>();

    @Option(
            names = "--sentences",
            required = true,
            paramLabel = "FILE",
            description = "UTF-8, one sentence a line: language|text, or only the text with --language.")
    private Path sentences;

    @Option(names = "--language", paramLabel = "CODE", description = "Of lines that name none, for example hu.")
    private Optional<String> language;

    @Option(names = "--speaker", required = true, paramLabel = "WAV", description = "Reference clip.")
    private Path speaker;

    @Option(names = "--out", required = true, paramLabel = "DIR", description = "Folder for the sounds and the page.")
    private Path out;

    @Mixin
    private ComputingOptions computing;

    @Mixin
    private SamplingOptions sampling;

    @Mixin
    private RulesOption rules;

    @Mixin
    private JsonOption json;

    @Override
    public Integer call() throws IOException {
        check();
        RuleBase base = rules.edited().orElseGet(RuleBase::shipped);
        List<Sentences.Sentence> spoken = Sentences.read(sentences, language);
        NativeMemory.allow();
        List<CheckpointComparison.Sample> samples;
        try (Backend opened = Backends.open(computing.choice(), err()::println);
                XttsModel xtts = XttsModel.open(model, Optional.empty(), opened)) {
            CheckpointComparison comparison = new CheckpointComparison(xtts, speaker, sampling.of(xtts.config()));
            samples = comparison.synthesize(checkpoints, spoken, out, file -> err().println(file));
        }
        WholeFile.write(out.resolve(PAGE), ComparisonPage.of(samples));
        if (json.wanted()) {
            Json.print(
                    out(),
                    Map.of(
                            "takes",
                            samples.stream()
                                    .map(sample -> document(sample, symptoms(base, sample, samples)))
                                    .toList()));
        } else {
            print(samples, base);
        }
        return ExitCode.OK;
    }

    private void check() {
        sampling.check(this);
        present(speaker);
        for (Map.Entry<String, Path> checkpoint : checkpoints.entrySet()) {
            if (!checkpoint.getKey().matches("[\\p{L}\\p{N}_-]{1,60}")) {
                throw usageError(
                        "\"" + checkpoint.getKey() + "\" cannot be the name of a checkpoint: it becomes a folder");
            }
            present(checkpoint.getValue());
        }
    }

    private static void present(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new UserError(file + ": there is no such file");
        }
    }

    /** What the audio rules say against the same sentence by the first checkpoint. */
    private static List<String> symptoms(
            RuleBase rules, CheckpointComparison.Sample sample, List<CheckpointComparison.Sample> samples) {
        String first = samples.get(0).modelLabel();
        List<AudioFacts> before = samples.stream()
                .filter(other ->
                        other.modelLabel().equals(first) && other.sentence().equals(sample.sentence()))
                .map(CheckpointComparison.Sample::facts)
                .toList();
        return sample.modelLabel().equals(first) ? List.of() : rules.symptoms(List.of(sample.facts()), before);
    }

    private void print(List<CheckpointComparison.Sample> samples, RuleBase rules) {
        out().printf(
                        Locale.ROOT,
                        "%-24s %8s %8s %8s %9s %9s %8s %6s%n",
                        "file",
                        "seconds",
                        "s/char",
                        "end dB",
                        "clipped%",
                        "pitch Hz",
                        "speaker",
                        "ended");
        for (CheckpointComparison.Sample sample : samples) {
            out().printf(
                            Locale.ROOT,
                            "%-24s %8.2f %8.3f %8.0f %9.2f %9.0f %8s %6s%n",
                            sample.file(),
                            sample.evidence().durationSeconds(),
                            sample.secondsPerCharacter(),
                            sample.evidence().trailingNoiseDb(),
                            100 * sample.evidence().clippedRatio(),
                            sample.evidence().pitchMeanHertz(),
                            sample.similarity().isPresent()
                                    ? String.format(
                                            Locale.ROOT,
                                            "%.2f",
                                            sample.similarity().getAsDouble())
                                    : "-",
                            sample.complete() ? "yes" : "no");
        }
        for (CheckpointComparison.Sample sample : samples) {
            symptoms(rules, sample, samples)
                    .forEach(symptom -> out().println(
                                    sample.file() + " against " + samples.get(0).modelLabel() + ": " + symptom));
        }
        out().println("Listen: " + out.resolve(PAGE));
        out().flush();
    }

    private static Map<String, Object> document(CheckpointComparison.Sample sample, List<String> symptoms) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("voice", sample.modelLabel());
        map.put("language", sample.sentence().language());
        map.put("text", sample.sentence().text());
        map.put("file", sample.file());
        map.put("seconds", sample.evidence().durationSeconds());
        map.put("secondsPerCharacter", sample.secondsPerCharacter());
        map.put("trailingNoiseDb", sample.evidence().trailingNoiseDb());
        map.put("clippedRatio", sample.evidence().clippedRatio());
        map.put("silenceRatio", sample.evidence().silenceRatio());
        map.put("pitchMeanHertz", sample.evidence().pitchMeanHertz());
        sample.similarity().ifPresent(value -> map.put("speakerSimilarity", value));
        map.put("complete", sample.complete());
        map.put("symptoms", symptoms);
        return map;
    }
}
