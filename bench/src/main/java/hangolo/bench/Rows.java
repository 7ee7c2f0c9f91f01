package hangolo.bench;

import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The rows that a step computes.
 *
 * @param text rows of the text head
 * @param mel rows of the audio head
 * @param sequences rows of each clip in the transformer
 */
public record Rows(int text, int mel, List<Integer> sequences) {

    private static final int PACKED_TEXT = 1;
    private static final int PACKED_MEL = 4;

    /** As Hangolo computes: only rows that a loss depends on. */
    public static Rows packed(Sizes sizes) {
        int text = sizes.texts().stream().mapToInt(t -> t + PACKED_TEXT).sum();
        int mel = sizes.codes().stream().mapToInt(c -> c + PACKED_MEL).sum();
        List<Integer> sequences = IntStream.range(0, sizes.clips())
                .mapToObj(i -> sizes.prompt()
                        + sizes.texts().get(i)
                        + PACKED_TEXT
                        + sizes.codes().get(i)
                        + PACKED_MEL)
                .toList();
        return new Rows(text, mel, sequences);
    }

    /** As Coqui TTS computes: every clip as long as the longest. */
    static Rows padded(Sizes sizes) {
        int text = Collections.max(sizes.texts()) + PaddedBatch.TEXT_EXTRA;
        int mel = Collections.max(sizes.codes()) + PaddedBatch.MEL_EXTRA;
        int clips = sizes.clips();
        return new Rows(text * clips, mel * clips, Collections.nCopies(clips, sizes.prompt() + text + mel));
    }

    /** Rows of all clips in the transformer. */
    int all() {
        return sequences.stream().mapToInt(Integer::intValue).sum();
    }
}
