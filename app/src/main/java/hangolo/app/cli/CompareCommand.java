package hangolo.app.cli;

import hangolo.app.voice.Backends;
import hangolo.app.voice.CheckpointComparison;
import hangolo.app.voice.ComparisonPage;
import hangolo.app.voice.Sentences;
import hangolo.base.WholeFile;
import hangolo.engine.Backend;
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
        List<CheckpointComparison.Take> takes;
        try (Backend opened = Backends.open(computing.choice(), err()::println);
                XttsModel voice = XttsModel.open(model, Optional.empty(), opened)) {
            CheckpointComparison comparison = new CheckpointComparison(voice, speaker, sampling.of(voice.config()));
            takes = comparison.speak(checkpoints, spoken, out, file -> err().println(file));
        }
        WholeFile.write(out.resolve(PAGE), ComparisonPage.of(takes));
        if (json.wanted()) {
            Json.print(
                    out(),
                    Map.of(
                            "takes",
                            takes.stream()
                                    .map(take -> document(take, symptoms(base, take, takes)))
                                    .toList()));
        } else {
            print(takes, base);
        }
        return ExitCode.OK;
    }

    private void check() {
        sampling.check(this);
        present(speaker);
        for (Map.Entry<String, Path> checkpoint : checkpoints.entrySet()) {
            if (!checkpoint.getKey().matches("[\\p{L}\\p{N}_-]{1,60}")) {
                throw misuse("\"" + checkpoint.getKey() + "\" cannot be the name of a checkpoint: it becomes a folder");
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
            RuleBase rules, CheckpointComparison.Take take, List<CheckpointComparison.Take> takes) {
        String first = takes.get(0).voice();
        List<AudioFacts> before = takes.stream()
                .filter(other -> other.voice().equals(first) && other.sentence().equals(take.sentence()))
                .map(CheckpointComparison.Take::facts)
                .toList();
        return take.voice().equals(first) ? List.of() : rules.symptoms(List.of(take.facts()), before);
    }

    private void print(List<CheckpointComparison.Take> takes, RuleBase rules) {
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
        for (CheckpointComparison.Take take : takes) {
            out().printf(
                            Locale.ROOT,
                            "%-24s %8.2f %8.3f %8.0f %9.2f %9.0f %8s %6s%n",
                            take.file(),
                            take.evidence().durationSeconds(),
                            take.secondsPerCharacter(),
                            take.evidence().trailingNoiseDb(),
                            100 * take.evidence().clippedRatio(),
                            take.evidence().pitchMeanHertz(),
                            take.similarity().isPresent()
                                    ? String.format(
                                            Locale.ROOT,
                                            "%.2f",
                                            take.similarity().getAsDouble())
                                    : "-",
                            take.complete() ? "yes" : "no");
        }
        for (CheckpointComparison.Take take : takes) {
            symptoms(rules, take, takes)
                    .forEach(symptom -> out().println(
                                    take.file() + " against " + takes.get(0).voice() + ": " + symptom));
        }
        out().println("Listen: " + out.resolve(PAGE));
        out().flush();
    }

    private static Map<String, Object> document(CheckpointComparison.Take take, List<String> symptoms) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("voice", take.voice());
        map.put("language", take.sentence().language());
        map.put("text", take.sentence().text());
        map.put("file", take.file());
        map.put("seconds", take.evidence().durationSeconds());
        map.put("secondsPerCharacter", take.secondsPerCharacter());
        map.put("trailingNoiseDb", take.evidence().trailingNoiseDb());
        map.put("clippedRatio", take.evidence().clippedRatio());
        map.put("silenceRatio", take.evidence().silenceRatio());
        map.put("pitchMeanHertz", take.evidence().pitchMeanHertz());
        take.similarity().ifPresent(value -> map.put("speakerSimilarity", value));
        map.put("complete", take.complete());
        map.put("symptoms", symptoms);
        return map;
    }
}
