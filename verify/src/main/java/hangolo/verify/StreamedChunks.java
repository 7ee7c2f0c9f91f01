package hangolo.verify;

import com.fasterxml.jackson.databind.JsonNode;
import hangolo.models.xtts.synthesis.ChunkJoiner;
import java.io.IOException;
import java.util.Arrays;
import java.util.regex.Pattern;

/** The joining of streamed sounds, on a wave that the folder gives: each call sees more of it, and an offset that tells calls apart. */
final class StreamedChunks {

    private static final String FOLDER = SynthesizedText.ROOT + "stream/";
    private static final String WAVE = FOLDER + "wave";
    private static final Pattern OFFSET = Pattern.compile("constant offset ([\\d.]+)\\*k");

    private final ReferenceFolder folder;
    private final Checks checks;

    StreamedChunks(ReferenceFolder folder, Checks checks) {
        this.folder = folder;
        this.checks = checks;
    }

    void check() {
        if (!folder.names(FOLDER).isEmpty()) {
            checks.attempt(WAVE, this::join);
        }
    }

    private void join() throws IOException {
        JsonNode said = folder.extra().path("stream");
        JsonNode lengths = said.path("lengths");
        int overlap = said.path("overlap").asInt();
        if (overlap < 1 || lengths.isEmpty()) {
            throw new ReferenceException("manifest.json", "extra.stream names no lengths and overlap: " + said);
        }
        float[] wave = checks.input(WAVE).floats();
        double offset = folder.array(WAVE).number(OFFSET);
        ChunkJoiner joiner = new ChunkJoiner(overlap);
        for (int k = 0; k < lengths.size(); k++) {
            float[] sound = Arrays.copyOf(wave, lengths.get(k).asInt());
            for (int i = 0; i < sound.length; i++) {
                sound[i] += (float) (offset * k);
            }
            float[] chunk = joiner.next(sound);
            checks.floats(FOLDER + "chunk_" + k, () -> chunk);
        }
    }
}
