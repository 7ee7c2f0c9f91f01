package hangolo.models.weights.checkpoint;

import hangolo.models.weights.StoredTensor;
import hangolo.models.weights.TensorSource;
import hangolo.models.weights.WeightFileErrors;
import hangolo.models.weights.WeightFileException;
import hangolo.models.weights.WeightNames;
import hangolo.models.weights.file.SafetensorsWriter;
import hangolo.models.weights.file.TorchWriter;
import hangolo.models.weights.file.WeightFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Makes an inference file of a checkpoint: weights only, trainer prefixes removed, values bit for bit. */
public final class Export {

    /**
     * What was written.
     *
     * @param file the new file
     * @param tensors how many tensors it has
     * @param dropped how many tensors of the checkpoint it does not need (DVAE, mel extractors, aliases)
     * @param bytes the size of the file
     */
    public record Result(Path file, int tensors, int dropped, long bytes) {}

    private Export() {}

    /**
     * Exports the weights of a checkpoint in bounded memory.
     *
     * @param checkpoint any weight file: a trainer checkpoint, model.pth or safetensors
     * @param out ends with {@code .pth} (weights under the key {@code model}, as in model.pth) or {@code .safetensors}
     * @throws WeightFileException if one cannot be read or the other not written
     */
    public static Result weights(Path checkpoint, Path out) {
        String name = out.getFileName().toString().toLowerCase(Locale.ROOT);
        boolean torch = name.endsWith(".pth") || name.endsWith(".pt");
        if (!torch && !name.endsWith(".safetensors")) {
            throw new WeightFileException(
                    out, "the name must end with .pth or .safetensors, to say which format is wanted");
        }
        try (WeightFile file = WeightFile.open(checkpoint)) {
            refuseSameFile(checkpoint, out);
            Map<String, StoredTensor> weights = WeightNames.inference(checkpoint, file.tensors());
            if (weights.isEmpty()) {
                throw new WeightFileException(checkpoint, "there are no weights in it to export");
            }
            List<TensorSource> sources = new ArrayList<>();
            weights.values().forEach(tensor -> sources.add(TensorSource.copyOf(tensor)));
            if (torch) {
                Map<String, Object> root = new LinkedHashMap<>();
                root.put("model", TrainerStateDict.withVersions(sources));
                TorchWriter.write(out, root);
            } else {
                SafetensorsWriter.write(out, sources, Map.of("format", "pt"));
            }
            return new Result(out, sources.size(), file.tensors().size() - sources.size(), Files.size(out));
        } catch (IOException e) {
            throw new WeightFileErrors(out).failed("exporting", e);
        }
    }

    private static void refuseSameFile(Path checkpoint, Path out) throws IOException {
        if (Files.exists(out) && Files.isSameFile(checkpoint, out)) {
            throw new WeightFileException(out, "this is the checkpoint itself; give the export another name");
        }
    }
}
