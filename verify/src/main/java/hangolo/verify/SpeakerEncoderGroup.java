package hangolo.verify;

import hangolo.audio.AudioClip;
import hangolo.audio.MelConfig;
import hangolo.audio.MelExtractor;
import hangolo.models.xtts.nn.Traced;
import hangolo.models.xtts.speaker.SpeakerEncoder;
import hangolo.models.xtts.speaker.SpeakerTrace;
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
        Map<Path, Map<String, Traced>> traces = new HashMap<>();
        for (String name : context.folder().names(FOLDER)) {
            checks.attempt(name, () -> {
                Path sound = context.folder().array(name).sound();
                if (!traces.containsKey(sound)) {
                    traces.put(sound, trace(context, encoder, sound));
                }
                checks.traced(name, traces.get(sound), name.substring(FOLDER.length()));
            });
        }
    }

    private static Map<String, Traced> trace(GroupContext context, SpeakerEncoder encoder, Path sound)
            throws IOException {
        AudioClip clip = context.clip(sound).resampled(MelConfig.SPEAKER.sampleRate());
        return SpeakerTrace.of(encoder, new MelExtractor(MelConfig.SPEAKER).log(clip), context.backend());
    }
}
