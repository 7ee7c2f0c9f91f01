package hangolo.verify;

import com.fasterxml.jackson.databind.JsonNode;
import hangolo.audio.AudioFormatException;
import hangolo.audio.AudioReader;
import hangolo.audio.MelConfig;
import hangolo.audio.MelExtractor;
import hangolo.audio.MelSpectrogram;
import hangolo.audio.Resampler;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reading, resampling, windows, filter banks and the three mel front ends. */
final class AudioGroup implements Group {

    /** How far a natural logarithm of mel power may be from Coqui's, whatever the tolerance says. */
    private static final Tolerance LOG_MEL = new Tolerance(1e-3, 0);

    private static final Map<String, MelConfig> FRONT_ENDS =
            Map.of("dvae", MelConfig.DVAE, "conditioning", MelConfig.CONDITIONING, "speaker", MelConfig.SPEAKER);

    /** audio/KIND_FRONT, or audio/KIND/CLIP. */
    private static final Pattern CONSTANT = Pattern.compile("audio/(window|mel_filterbank)_(\\w+)");

    private static final Pattern NORMALISED = Pattern.compile("audio/(\\w+)_mel/.+");
    private static final Pattern RESAMPLED = Pattern.compile("audio/resample_(?:\\d+_to_)?(\\d+)(_kaiser)?/.+");

    @Override
    public String name() {
        return "audio";
    }

    @Override
    public boolean owns(String array) {
        return array.startsWith("audio/");
    }

    @Override
    public void check(GroupContext context, Checks checks) throws IOException {
        for (String name : context.folder().names("audio/")) {
            checks.attempt(name, () -> check(context, checks, context.folder().array(name)));
        }
        for (JsonNode file : context.folder().json("json/dataset_expected.json").path("audio")) {
            if (file.has("error")) {
                refused(context, checks, file.path("file").asText());
            }
        }
    }

    private void check(GroupContext context, Checks checks, ReferenceArray array) throws IOException {
        String name = array.name();
        Matcher constant = CONSTANT.matcher(name);
        Matcher resampled = RESAMPLED.matcher(name);
        Matcher mel = NORMALISED.matcher(name);
        if (constant.matches()) {
            MelConfig front = frontEnd(name, constant.group(2));
            checks.floats(
                    name,
                    () -> constant.group(1).equals("window")
                            ? front.window().weights(front.windowLength())
                            : new MelExtractor(front).filterBank());
        } else if (resampled.matches()) {
            checks.floats(
                    name,
                    () -> resampled(
                            array, Integer.parseInt(resampled.group(1)), Optional.ofNullable(resampled.group(2))));
        } else if (name.startsWith("audio/samples/")) {
            checks.floats(name, () -> AudioReader.read(array.sound()).samples());
        } else if (name.startsWith("audio/bad_files/")) {
            checks.floats(name, () -> context.clip(array.sound()).samples());
        } else if (name.startsWith("audio/speaker_encoder_")) {
            speaker(context, checks, array);
        } else if (mel.matches()) {
            normalised(context, checks, array, frontEnd(name, mel.group(1)));
        }
    }

    private static MelConfig frontEnd(String name, String front) throws ReferenceException {
        if (!FRONT_ENDS.containsKey(front)) {
            throw new ReferenceException(name, "this program has no mel front end \"" + front + "\"");
        }
        return FRONT_ENDS.get(front);
    }

    private static float[] resampled(ReferenceArray array, int rate, Optional<String> kaiser) throws IOException {
        var clip = AudioReader.read(array.sound());
        Resampler resampler =
                kaiser.isEmpty() ? Resampler.hann(clip.sampleRate(), rate) : Resampler.kaiser(clip.sampleRate(), rate);
        return resampler.apply(clip.samples());
    }

    private static void normalised(GroupContext context, Checks checks, ReferenceArray array, MelConfig front)
            throws IOException {
        float[] stats = context.model().melStats();
        MelSpectrogram log = new MelExtractor(front).log(context.clip(array.sound()));
        checks.floats(array.name(), () -> log.dividedBy(stats).binsFirst());
        Values expected = array.sample();
        float[] logs = expected.floats();
        for (int i = 0; i < logs.length; i++) {
            logs[i] *= stats[i * expected.every() / expected.fromLast(0)];
        }
        checks.within(array.name(), "logarithm", LOG_MEL, expected.with(logs), Values.of(log.binsFirst()));
    }

    /** The speaker encoder's front end, from resampled audio: Coqui's own where all of it is there. */
    private static void speaker(GroupContext context, Checks checks, ReferenceArray array) throws IOException {
        MelConfig front = MelConfig.SPEAKER;
        ReferenceArray input = context.folder().array(array.inputs().get(0));
        float[] sound =
                input.every() == 1 ? input.values().floats() : resampled(input, front.sampleRate(), Optional.empty());
        if (array.name().startsWith("audio/speaker_encoder_preemphasis/")) {
            checks.floats(array.name(), () -> MelExtractor.preEmphasised(sound, front.preEmphasis()));
        } else if (array.name().startsWith("audio/speaker_encoder_mel/")) {
            MelExtractor mels = new MelExtractor(front);
            checks.floats(array.name(), () -> mels.power(sound).binsFirst());
            Values expected = array.sample();
            float[] logs = expected.floats();
            for (int i = 0; i < logs.length; i++) {
                logs[i] = front.log().of(logs[i]);
            }
            checks.within(
                    array.name(),
                    "logarithm",
                    LOG_MEL,
                    expected.with(logs),
                    Values.of(mels.log(sound).binsFirst()));
        }
    }

    private static void refused(GroupContext context, Checks checks, String file) {
        try {
            AudioReader.read(context.folder().path(file));
            checks.failed(file, "was read, but Coqui TTS refuses it");
        } catch (AudioFormatException e) {
            checks.holds(file, true, "");
        } catch (IOException | RuntimeException e) {
            checks.failed(file, "was not refused in words: " + e);
        }
    }
}
