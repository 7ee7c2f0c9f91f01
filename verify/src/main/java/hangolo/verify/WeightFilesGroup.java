package hangolo.verify;

import hangolo.models.weights.StoredTensor;
import hangolo.models.weights.WeightNames;
import hangolo.models.weights.file.WeightFile;
import hangolo.models.xtts.XttsModel;
import hangolo.models.xtts.speaker.SpeakerConditioning;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Weight files: small pickles of every kind, the model's files, checkpoints, and that what is written is what was read. */
final class WeightFilesGroup implements Group {

    private static final String CHECKPOINTS = "checkpoints";
    private static final String VARIANTS = "model_variants";

    @Override
    public String name() {
        return "weight-files";
    }

    @Override
    public boolean owns(String array) {
        return false;
    }

    @Override
    public void check(GroupContext context, Checks checks) throws IOException {
        checks.attempt("pickles", () -> new Pickles(context.folder(), checks).check());
        checks.attempt("model", () -> model(context, checks));
        for (Path file : weightFiles(context.folder().path(VARIANTS))) {
            checks.attempt(VARIANTS + "/" + file.getFileName(), () -> variant(context, checks, file));
        }
        List<Path> checkpoints = weightFiles(context.folder().path(CHECKPOINTS));
        checks.holds(CHECKPOINTS, !checkpoints.isEmpty(), "the folder has no checkpoint");
        for (Path file : checkpoints) {
            String name = CHECKPOINTS + "/" + file.getFileName();
            checks.attempt(name, () -> new CheckpointStructure(context.folder(), checks, file).check());
            checks.attempt(name + " written again", () -> new RoundTrip(context, checks, file).check());
        }
    }

    private static List<Path> weightFiles(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".pth"))
                    .sorted()
                    .toList();
        }
    }

    /** That the model's files are read shows by their being used; here is what no other group looks at. */
    private static void model(GroupContext context, Checks checks) throws IOException {
        XttsModel model = context.model();
        int bins = model.gpt().sizes().melBins();
        checks.equal("model/mel_stats.pth values", bins, model.melStats().length);
        checks.holds("model/speakers_xtts.pth", !model.speakers().isEmpty(), "no speakers were read");
        int latents = model.gpt().sizes().prompt() * model.gpt().sizes().width();
        int width = VocoderGroup.vocoder(context).speakerWidth();
        for (Map.Entry<String, SpeakerConditioning> speaker : model.speakers().entrySet()) {
            String name = "model/speakers_xtts.pth speaker " + speaker.getKey();
            checks.equal(name + " latents", latents, speaker.getValue().latents().length);
            checks.equal(name + " embedding", width, speaker.getValue().embedding().length);
        }
    }

    /** Weight norm under its older names: the same values as in the model, under the same names once read. */
    private static void variant(GroupContext context, Checks checks, Path file) {
        try (WeightFile old = WeightFile.open(file);
                WeightFile model = WeightFile.open(context.folder().path("model/model.pth"))) {
            Map<String, StoredTensor> renamed = WeightNames.inference(file, old.tensors());
            checks.holds(VARIANTS, !renamed.isEmpty(), "no tensors were read");
            renamed.forEach((name, tensor) -> checks.holds(
                    VARIANTS + "/" + file.getFileName() + " " + name,
                    Arrays.equals(model.tensor(name).floats(), tensor.floats()),
                    "its values are not those of model.pth"));
        }
    }
}
