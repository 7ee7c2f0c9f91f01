package hangolo.verify;

import com.fasterxml.jackson.databind.JsonNode;
import hangolo.audio.AudioClip;
import hangolo.audio.MelConfig;
import hangolo.audio.MelExtractor;
import hangolo.models.xtts.dvae.Dvae;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What goes into a training step, made from sounds and texts as Coqui's loader makes it. */
final class TrainingInputs {

    private static final String CLIPS = "dataset/clips.json";

    private final ReferenceBatch reference;
    private final GroupContext context;
    private final Checks checks;
    private final List<AudioClip> clips = new ArrayList<>();
    private final List<int[]> texts = new ArrayList<>();
    private final int longest;

    TrainingInputs(ReferenceBatch reference, Checks checks) throws IOException {
        this.reference = reference;
        this.context = reference.context();
        this.checks = checks;
        for (Path sound : context.folder().array(reference.input("wav")).sounds()) {
            clips.add(context.clip(sound));
            texts.add(tokens(sound));
        }
        this.longest = clips.stream().mapToInt(AudioClip::length).max().orElse(0);
    }

    private int[] tokens(Path sound) throws IOException {
        String id = sound.getFileName().toString().replaceFirst("\\.wav$", "");
        for (JsonNode clip : context.folder().json(CLIPS)) {
            if (clip.path("id").asText().equals(id)) {
                return context.model()
                        .tokenizer()
                        .encode(
                                clip.path("text").asText(),
                                clip.path("language").asText());
            }
        }
        throw new ReferenceException(CLIPS, "there is no clip \"" + id + "\"");
    }

    void check() {
        for (String name : reference.names("inputs/")) {
            checks.attempt(name, () -> check(name, name.substring((reference.path() + "inputs/").length())));
        }
    }

    private void check(String name, String input) throws IOException {
        switch (input) {
            case "wav" ->
                checks.floats(
                        name,
                        () -> padded(clips.stream().map(AudioClip::samples).toList(), longest));
            case "wav_lengths" ->
                checks.integers(
                        name, () -> clips.stream().mapToInt(AudioClip::length).toArray());
            case "text_inputs" -> checks.integers(name, this::paddedTexts);
            case "text_lengths" ->
                checks.integers(
                        name, () -> texts.stream().mapToInt(t -> t.length).toArray());
            case "conditioning_crop" -> crops(name);
            case "conditioning_wav" -> checks.floats(name, () -> padded(crops(), cropLength()));
            case "cond_mels" -> checks.floats(name, this::mels);
            case "cond_idxs" -> checks.integers(name, () -> spans().ints());
            case "cond_lens" -> checks.integers(name, this::cropLengths);
            case "audio_codes" -> checks.integers(name, this::codes);
            default -> throw new ReferenceException(name, "no check knows this input");
        }
    }

    private static float[] padded(List<float[]> sounds, int length) {
        float[] all = new float[sounds.size() * length];
        for (int i = 0; i < sounds.size(); i++) {
            System.arraycopy(sounds.get(i), 0, all, i * length, sounds.get(i).length);
        }
        return all;
    }

    private int[] paddedTexts() {
        int most = texts.stream().mapToInt(t -> t.length).max().orElse(0);
        return texts.stream()
                .flatMapToInt(t -> Arrays.stream(Arrays.copyOf(t, most)))
                .toArray();
    }

    /** The random choice of Coqui TTS. It is read; that it lies inside its clip is checked. */
    private void crops(String name) throws IOException {
        int[] spans = checks.input(name).ints();
        for (int i = 0; i < clips.size(); i++) {
            boolean inside = spans[2 * i] >= 0
                    && spans[2 * i] < spans[2 * i + 1]
                    && spans[2 * i + 1] <= clips.get(i).length();
            checks.holds(name, inside, "crop " + i + " is not inside of its clip");
        }
    }

    private Values spans() throws IOException {
        return context.folder().values(reference.input("conditioning_crop"));
    }

    private int cropLength() throws IOException {
        int[] shape =
                context.folder().array(reference.input("conditioning_wav")).shape();
        return shape[shape.length - 1];
    }

    /** All the same: crops are padded to the longest one that is possible. */
    private int[] cropLengths() throws IOException {
        int[] lengths = new int[clips.size()];
        Arrays.fill(lengths, cropLength());
        return lengths;
    }

    private List<float[]> crops() throws IOException {
        int[] spans = spans().ints();
        List<float[]> crops = new ArrayList<>();
        for (int i = 0; i < clips.size(); i++) {
            crops.add(clips.get(i).slice(spans[2 * i], spans[2 * i + 1]).samples());
        }
        return crops;
    }

    private float[] mels() throws IOException {
        MelExtractor front = new MelExtractor(MelConfig.CONDITIONING);
        float[] stats = context.model().melStats();
        int length = cropLength();
        List<float[]> mels = new ArrayList<>();
        for (float[] crop : crops()) {
            mels.add(front.log(Arrays.copyOf(crop, length)).dividedBy(stats).binsFirst());
        }
        return padded(mels, mels.get(0).length);
    }

    /** Coqui TTS encodes the clips padded to the longest one of the batch. */
    private int[] codes() throws IOException {
        MelExtractor front = new MelExtractor(MelConfig.DVAE);
        float[] stats = context.model().melStats();
        Dvae dvae =
                context.model().dvae().orElseThrow(() -> new ReferenceException("model", "the folder has no dvae.pth"));
        return clips.stream()
                .map(clip -> front.log(Arrays.copyOf(clip.samples(), longest)).dividedBy(stats))
                .flatMapToInt(mel -> Arrays.stream(dvae.encode(mel)))
                .toArray();
    }
}
