package hangolo.app.run;

import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import hangolo.app.config.PhaseConfig;
import hangolo.app.config.PhaseConfig.Optimization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The {@code config.json} of a run in Coqui's structure (xtts-spec.md 1.2, 1.7): that of the model folder, with the fields of
 * this training, so that Coqui TTS can load and continue the run.
 */
final class CoquiConfig {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .disable(JsonWriteFeature.WRITE_NAN_AS_STRINGS)
            .enable(SerializationFeature.INDENT_OUTPUT)
            .build();

    private CoquiConfig() {}

    /** The fields of a run's {@code config.json}. */
    static Map<String, Object> of(PhaseConfig run, RunFolder folder) throws IOException {
        Path model = run.modelDir().resolve("config.json");
        Map<String, Object> config =
                JSON.readValue(Files.readString(model), new TypeReference<LinkedHashMap<String, Object>>() {});
        Optimization optimization = run.optimization();
        config.put("output_path", text(folder.path().getParent()));
        config.put("run_name", run.runName());
        config.put("epochs", optimization.epochs());
        config.put("batch_size", optimization.batchSize());
        config.put("eval_batch_size", optimization.batchSize());
        config.put("print_step", run.intervals().printEvery());
        config.put("plot_step", run.intervals().printEvery());
        config.put("save_step", run.intervals().saveEvery());
        config.put("save_n_checkpoints", run.intervals().keepCheckpoints());
        config.put("run_eval_steps", run.intervals().evalEvery());
        config.put("lr", optimization.learningRate());
        config.put("grad_clip", optimization.gradClip());
        config.put("optimizer", "AdamW");
        config.put("optimizer_params", optimizer(optimization));
        config.put("optimizer_wd_only_on_weights", true);
        config.put("lr_scheduler", "MultiStepLR");
        config.put("lr_scheduler_params", scheduler(optimization));
        config.put("scheduler_after_epoch", optimization.lrMilestoneUnit() == PhaseConfig.MilestoneUnit.EPOCHS);
        config.put("training_seed", run.seed());
        config.put("target_loss", "loss_mel_ce");
        config.put(
                "datasets",
                run.data().datasets().stream().map(CoquiConfig::dataset).toList());
        config.put("test_sentences", sentences(run));
        start(run, config);
        return config;
    }

    private static void start(PhaseConfig run, Map<String, Object> config) {
        if (run.start() instanceof PhaseConfig.Start.Checkpoint checkpoint) {
            config.put("restore_path", text(checkpoint.file()));
        }
    }

    private static Map<String, Object> optimizer(Optimization optimization) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("betas", List.of(optimization.beta1(), optimization.beta2()));
        map.put("eps", optimization.epsilon());
        map.put("weight_decay", optimization.weightDecay());
        return map;
    }

    private static Map<String, Object> scheduler(Optimization optimization) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("milestones", optimization.lrMilestones());
        map.put("gamma", optimization.lrGamma());
        map.put("last_epoch", -1);
        return map;
    }

    private static Map<String, Object> dataset(PhaseConfig.Dataset set) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("formatter", set.format().name().toLowerCase(Locale.ROOT));
        map.put("dataset_name", set.name());
        map.put("path", text(set.path()));
        map.put("meta_file_train", text(set.metadata()));
        map.put("ignored_speakers", null);
        map.put("language", set.language());
        map.put("phonemizer", "");
        map.put("meta_file_val", set.evalMetadata().map(CoquiConfig::text).orElse(""));
        map.put("meta_file_attn_mask", "");
        return map;
    }

    private static List<Map<String, Object>> sentences(PhaseConfig run) {
        return run.synthesis().sentences().stream()
                .map(sentence -> {
                    Map<String, Object> map = new LinkedHashMap<>();
                    map.put("text", sentence.text());
                    map.put(
                            "speaker_wav",
                            sentence.speakerWav()
                                    .or(run.synthesis()::speakerWav)
                                    .map(file -> List.of(text(file)))
                                    .orElse(List.of()));
                    map.put("language", sentence.language());
                    return map;
                })
                .toList();
    }

    private static String text(Path path) {
        return path.toString();
    }

    /** The text of the file. */
    static String json(Map<String, Object> config) throws IOException {
        return JSON.writeValueAsString(config) + "\n";
    }
}
