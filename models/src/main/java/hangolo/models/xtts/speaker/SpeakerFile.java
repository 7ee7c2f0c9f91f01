package hangolo.models.xtts.speaker;

import hangolo.models.weights.StoredTensor;
import hangolo.models.weights.file.WeightFile;
import hangolo.models.xtts.config.ModelFormatException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The speakers of {@code speakers_xtts.pth}: name to latents and embedding, in this order (xtts-spec.md 1.1). */
public final class SpeakerFile {

    private SpeakerFile() {}

    public static Map<String, SpeakerConditioning> read(Path path, int width) throws IOException {
        Map<String, SpeakerConditioning> speakers = new LinkedHashMap<>();
        try (WeightFile file = WeightFile.open(path)) {
            if (!(file.root() instanceof Map<?, ?> map)) {
                throw new ModelFormatException(path + ": expected a map of speakers");
            }
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                speakers.put(String.valueOf(entry.getKey()), speaker(path, entry, width));
            }
        }
        return speakers;
    }

    private static SpeakerConditioning speaker(Path path, Map.Entry<?, ?> entry, int width)
            throws ModelFormatException {
        List<?> values = entry.getValue() instanceof Map<?, ?> parts ? List.copyOf(parts.values()) : List.of();
        boolean fits = values.size() >= 2
                && values.get(0) instanceof StoredTensor latents
                && values.get(1) instanceof StoredTensor
                && latents.count() > 0
                && latents.count() % width == 0;
        if (!fits) {
            throw new ModelFormatException(path + ": speaker " + entry.getKey()
                    + ": expected two tensors, first the GPT's latents [1, P, " + width
                    + "], then the speaker embedding");
        }
        return new SpeakerConditioning(
                ((StoredTensor) values.get(0)).floats(), ((StoredTensor) values.get(1)).floats());
    }
}
