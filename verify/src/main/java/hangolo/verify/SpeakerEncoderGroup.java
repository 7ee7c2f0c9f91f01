package hangolo.verify;

import hangolo.models.xtts.speaker.SpeakerEncoder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** The stages of the speaker encoder, from a sound file on. */
final class SpeakerEncoderGroup implements Group {

    private static final String FOLDER = SynthesizedText.ROOT + "speaker_encoder/";

    @Override
    public String name() {
        return "speaker-encoder";
    }

    @Override
    public boolean owns(String array) {
        return isSpeakerEncoder(array);
    }

    static boolean isSpeakerEncoder(String array) {
        return array.startsWith(FOLDER);
    }

    @Override
    public void check(GroupContext context, Checks checks) throws IOException {
        SpeakerEncoder encoder = context.model()
                .speakerEncoder()
                .orElseThrow(() -> new ReferenceException("model", "model.pth has no speaker encoder"));
        Map<Path, Recorder> recorded = new HashMap<>();
        for (String name : context.folder().names(FOLDER)) {
            checks.traced(name, () -> {
                Path sound = context.folder().array(name).sound();
                if (!recorded.containsKey(sound)) {
                    Recorder recorder = new Recorder();
                    encoder.with(recorder).embed(context.clip(sound));
                    recorded.put(sound, recorder);
                }
                return traced(recorded.get(sound), name.substring(FOLDER.length()));
            });
        }
    }

    private static Traced traced(Recorder recorder, String stage) throws ReferenceException {
        return stage.equals("attention")
                ? attention(recorder.rows(stage), recorder.rows("layer4").channels())
                : recorder.rows(stage).channelsFirst();
    }

    /** The weights over time as [columns, time]; Coqui TTS numbers the columns with the frequency inside. */
    private static Traced attention(Recorder.Rows rows, int channels) {
        int columns = rows.channels();
        float[] result = new float[rows.values().length];
        for (int i = 0; i < result.length; i++) {
            int column = i % columns;
            int coquis = column % channels * (columns / channels) + column / channels;
            result[coquis * rows.count() + i / columns] = rows.values()[i];
        }
        return Traced.whole(result);
    }
}
