package hangolo.verify;

import hangolo.audio.MelSpectrogram;
import hangolo.models.xtts.XttsModel;
import hangolo.models.xtts.training.TrainingBatch;
import hangolo.models.xtts.training.TrainingGraph;
import hangolo.models.xtts.training.TrainingItem;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One folder of training numbers, {@code train/masking_true} or {@code train/masking_false}: the same batch with and without the
 * original's prompt mask.
 *
 * @param context holds the arrays
 * @param path with a slash at its end
 */
record ReferenceBatch(GroupContext context, String path) {

    static final String TRUE = "train/masking_true/";

    private static final String FALSE = "train/masking_false/";
    private static final Pattern TEXT_WEIGHT = Pattern.compile("([\\d.]+)\\*loss_text");
    private static final Pattern MEL_WEIGHT = Pattern.compile("([\\d.]+)\\*loss_mel");

    /** The folders that there are. */
    static List<ReferenceBatch> all(GroupContext context) {
        return List.of(TRUE, FALSE).stream()
                .filter(path -> !context.folder().names(path).isEmpty())
                .map(path -> new ReferenceBatch(context, path))
                .toList();
    }

    static boolean owns(String array, String part) {
        return array.startsWith(TRUE + part) || array.startsWith(FALSE + part);
    }

    List<String> names(String part) {
        return context.folder().names(path + part);
    }

    /** Whether the prompt's span is left out of the audio loss. */
    boolean masked() {
        return path.equals(TRUE);
    }

    /** An input; that of the masked batch where this one has none of its own. */
    String input(String name) {
        String own = path + "inputs/" + name;
        return context.folder().has(own) ? own : TRUE + "inputs/" + name;
    }

    private Values values(String name) throws IOException {
        return context.folder().values(input(name));
    }

    /** The batch that Coqui TTS trained with. */
    TrainingBatch batch() throws IOException {
        Values texts = values("text_inputs");
        Values codes = values("audio_codes");
        Values mels = values("cond_mels");
        int[] lengths = values("text_lengths").ints();
        int[] samples = values("wav_lengths").ints();
        int[] spans = values("cond_idxs").ints();
        int stride = context.config().gpt().codeStride();
        List<TrainingItem> items = new ArrayList<>();
        for (int i = 0; i < lengths.length; i++) {
            items.add(new TrainingItem(
                    Arrays.copyOf(texts.part(i).ints(), lengths[i]),
                    Arrays.copyOf(codes.part(i).ints(), TrainingItem.codeCount(samples[i], stride)),
                    MelSpectrogram.ofBinsFirst(
                            mels.fromLast(1), mels.fromLast(0), mels.part(i).floats()),
                    Optional.of(new TrainingItem.Span(spans[2 * i], spans[2 * i + 1]))));
        }
        return new TrainingBatch(items);
    }

    /** The graph without dropout, with the weights of the losses that the manifest says. */
    TrainingGraph graph(XttsModel model) throws IOException {
        ReferenceArray losses = context.folder().array(path + "forward/losses");
        return new TrainingGraph(
                model.gpt(),
                new TrainingGraph.Settings(
                        0, (float) losses.number(TEXT_WEIGHT), (float) losses.number(MEL_WEIGHT), masked()));
    }
}
