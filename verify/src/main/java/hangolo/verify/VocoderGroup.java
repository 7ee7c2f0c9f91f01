package hangolo.verify;

import hangolo.models.weights.file.WeightFile;
import hangolo.models.xtts.config.XttsConfig;
import hangolo.models.xtts.nn.StateDict;
import hangolo.models.xtts.nn.Traced;
import hangolo.models.xtts.vocoder.HifiGan;
import hangolo.models.xtts.vocoder.VocoderTrace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The HiFi-GAN: its stages, the sounds, and that weights under older names give the same sounds. */
final class VocoderGroup implements Group {

    private static final Pattern SOUND = Pattern.compile("inference/[^/]+/wav_repetition_penalty_[\\d.]+");
    private static final Pattern STAGE = Pattern.compile("inference/[^/]+/hifigan/.+");
    private static final String VARIANTS = "model_variants";
    private static final List<String> PREFIXES = List.of("hifigan_decoder.waveform_decoder.", "waveform_decoder.");

    @Override
    public String name() {
        return "vocoder";
    }

    @Override
    public boolean owns(String array) {
        return isVocoder(array);
    }

    @Override
    public OptionalDouble rounding(String array) {
        return OptionalDouble.of(0.01);
    }

    static boolean isVocoder(String array) {
        return SOUND.matcher(array).matches() || STAGE.matcher(array).matches();
    }

    static HifiGan vocoder(GroupContext context) throws IOException {
        return context.model().vocoder().orElseThrow(() -> new ReferenceException("model", "model.pth has no vocoder"));
    }

    @Override
    public void check(GroupContext context, Checks checks) throws IOException {
        HifiGan vocoder = vocoder(context);
        for (String name : context.folder().names(SynthesizedText.ROOT)) {
            if (STAGE.matcher(name).matches()) {
                checks.attempt(name, () -> stage(context, checks, vocoder, name));
            }
        }
        sounds(context, checks, vocoder);
        if (Files.isDirectory(context.folder().path(VARIANTS))) {
            for (Path variant : weightFiles(context.folder().path(VARIANTS))) {
                checks.attempt(VARIANTS + "/" + variant.getFileName(), () -> variant(context, checks, variant));
            }
        }
    }

    private static List<Path> weightFiles(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".pth"))
                    .sorted()
                    .toList();
        }
    }

    private static void variant(GroupContext context, Checks checks, Path file) throws IOException {
        try (WeightFile weights = WeightFile.open(file);
                HifiGan vocoder = HifiGan.load(waveDecoder(StateDict.of(weights)), context.backend())) {
            sounds(context, checks, vocoder);
        }
    }

    private static StateDict waveDecoder(StateDict weights) {
        return PREFIXES.stream()
                .filter(weights::hasPrefix)
                .findFirst()
                .map(weights::under)
                .orElse(weights);
    }

    private static void stage(GroupContext context, Checks checks, HifiGan vocoder, String name) throws IOException {
        float[] speaker = SynthesizedText.speaker(context).embedding();
        Map<String, Traced> trace = VocoderTrace.of(
                vocoder, rows(context, vocoder, context.folder().array(name)), speaker, context.backend());
        checks.traced(name, trace, name.substring(name.lastIndexOf('/') + 1));
    }

    private static void sounds(GroupContext context, Checks checks, HifiGan vocoder) {
        for (String name : context.folder().names(SynthesizedText.ROOT)) {
            if (SOUND.matcher(name).matches()) {
                checks.floats(name, () -> {
                    float[] rows = rows(context, vocoder, context.folder().array(name));
                    return vocoder.samples(
                            rows, SynthesizedText.speaker(context).embedding());
                });
            }
        }
    }

    /** Coqui's latents at the rate of the vocoder. */
    private static float[] rows(GroupContext context, HifiGan vocoder, ReferenceArray array) throws IOException {
        for (String input : array.inputs()) {
            if (input.contains("/gpt_latents")) {
                XttsConfig config = context.config();
                double codes = config.gpt().codeStride() / (double) config.gpt().outputHop();
                double rates = config.audio().output() / (double) config.audio().input();
                return vocoder.resample(context.folder().values(input).floats(), codes, rates);
            }
        }
        throw new ReferenceException(
                array.name(), "the manifest names no latents of the GPT among its inputs " + array.inputs());
    }
}
