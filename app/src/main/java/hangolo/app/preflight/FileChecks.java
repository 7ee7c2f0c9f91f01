package hangolo.app.preflight;

import hangolo.app.config.PhaseConfig;
import hangolo.app.config.PhaseConfig.ResumeMode;
import hangolo.app.config.PhaseConfig.Start;
import hangolo.models.weights.WeightFileException;
import hangolo.models.weights.file.WeightFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Looks at the files of one phase: are they there, can they be read? */
final class FileChecks {
    private final PhaseConfig config;
    private final List<Check> checks = new ArrayList<>();

    FileChecks(PhaseConfig config) {
        this.config = config;
    }

    List<Check> all() {
        model();
        start();
        config.data().datasets().forEach(set -> {
            present("data set " + set.name(), set.metadata(), "Correct path and metadata of this data set");
            set.evalMetadata()
                    .ifPresent(
                            file -> present("data set " + set.name(), file, "Correct eval_metadata of this data set"));
        });
        config.synthesis().speakerWav().ifPresent(file -> present("speaker clip", file, "Correct SPEAKER_WAV"));
        config.synthesis()
                .sentences()
                .forEach(sentence -> sentence.speakerWav()
                        .ifPresent(file -> present("speaker clip", file, "Correct speaker_wav of this sentence")));
        return checks;
    }

    private void model() {
        if (!Files.isDirectory(config.modelDir())) {
            checks.add(Check.failed(
                    "model", config.modelDir() + " is no folder", "Correct MODEL_DIR, or copy an XTTS v2 model there"));
            return;
        }
        present("model", config.modelDir().resolve("config.json"), "Copy it from the XTTS v2 model");
        present("model", config.modelDir().resolve("vocab.json"), "Copy it from the XTTS v2 model");
        for (String name : List.of("model.pth", "dvae.pth", "mel_stats.pth")) {
            weights("model", config.modelDir().resolve(name));
        }
    }

    private void start() {
        if (!(config.start() instanceof Start.Checkpoint checkpoint)) {
            return;
        }
        if (weights("checkpoint", checkpoint.file()) && config.resume() == ResumeMode.ALL) {
            state(checkpoint.file());
        }
    }

    /** A bare weight file can be begun with, but there is no state to go on from. */
    private void state(Path file) {
        try (WeightFile opened = WeightFile.open(file)) {
            if (opened.root() instanceof Map<?, ?> root && root.containsKey("optimizer") && root.containsKey("step")) {
                checks.add(Check.ok("optimizer state", "of step " + root.get("step")));
            } else {
                checks.add(Check.failed(
                        "optimizer state",
                        file.getFileName() + " holds weights only",
                        "Write RESUME: weights, or name a checkpoint_<step>.pth of a trainer"));
            }
        }
    }

    private boolean weights(String name, Path file) {
        if (!present(name, file, "Copy it there, or correct the path")) {
            return false;
        }
        try (WeightFile opened = WeightFile.open(file)) {
            checks.set(
                    checks.size() - 1,
                    Check.ok(name, file.getFileName() + ", " + opened.tensors().size() + " tensors"));
            return true;
        } catch (WeightFileException e) {
            checks.set(checks.size() - 1, Check.failed(name, e.getMessage(), ""));
            return false;
        }
    }

    private boolean present(String name, Path file, String advice) {
        boolean readable = Files.isRegularFile(file) && Files.isReadable(file);
        String problem = Files.exists(file) ? " cannot be read" : " does not exist";
        checks.add(
                readable ? Check.ok(name, file.getFileName().toString()) : Check.failed(name, file + problem, advice));
        return readable;
    }
}
