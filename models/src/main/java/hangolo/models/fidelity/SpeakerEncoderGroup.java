package hangolo.models.fidelity;

import hangolo.audio.AudioClip;
import hangolo.audio.MelConfig;
import hangolo.audio.MelExtractor;
import hangolo.models.xtts.SpeakerEncoder;
import hangolo.models.xtts.SpeakerTrace;
import hangolo.models.xtts.Traced;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** The stages of the speaker encoder, from a sound file on. */
final class SpeakerEncoderGroup implements Group {

    private static final String FOLDER = SpokenText.ROOT + "speaker_encoder/";

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
    public void check(Bench bench, Checks checks) throws IOException {
        SpeakerEncoder encoder = bench.model()
                .speakerEncoder()
                .orElseThrow(() -> new ReferenceException("model", "model.pth has no speaker encoder"));
        Map<Path, Map<String, Traced>> traces = new HashMap<>();
        for (String name : bench.folder().names(FOLDER)) {
            checks.attempt(name, () -> {
                Path sound = bench.folder().array(name).sound();
                if (!traces.containsKey(sound)) {
                    traces.put(sound, trace(bench, encoder, sound));
                }
                checks.traced(name, traces.get(sound), name.substring(FOLDER.length()));
            });
        }
    }

    private static Map<String, Traced> trace(Bench bench, SpeakerEncoder encoder, Path sound) throws IOException {
        AudioClip clip = bench.clip(sound).resampled(MelConfig.SPEAKER.sampleRate());
        return SpeakerTrace.of(encoder, new MelExtractor(MelConfig.SPEAKER).log(clip), bench.backend());
    }
}
