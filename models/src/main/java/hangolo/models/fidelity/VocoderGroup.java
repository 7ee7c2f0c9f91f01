package hangolo.models.fidelity;

import hangolo.models.weights.file.WeightFile;
import hangolo.models.xtts.HifiGan;
import hangolo.models.xtts.StateDict;
import hangolo.models.xtts.Traced;
import hangolo.models.xtts.VocoderTrace;
import hangolo.models.xtts.XttsConfig;
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

    static HifiGan vocoder(Bench bench) throws IOException {
        return bench.model().vocoder().orElseThrow(() -> new ReferenceException("model", "model.pth has no vocoder"));
    }

    @Override
    public void check(Bench bench, Checks checks) throws IOException {
        HifiGan vocoder = vocoder(bench);
        for (String name : bench.folder().names(SpokenText.ROOT)) {
            if (STAGE.matcher(name).matches()) {
                checks.attempt(name, () -> stage(bench, checks, vocoder, name));
            }
        }
        sounds(bench, checks, vocoder);
        if (Files.isDirectory(bench.folder().path(VARIANTS))) {
            for (Path variant : weightFiles(bench.folder().path(VARIANTS))) {
                checks.attempt(VARIANTS + "/" + variant.getFileName(), () -> variant(bench, checks, variant));
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

    private static void variant(Bench bench, Checks checks, Path file) throws IOException {
        try (WeightFile weights = WeightFile.open(file);
                HifiGan vocoder = HifiGan.load(waveDecoder(StateDict.of(weights)), bench.backend())) {
            sounds(bench, checks, vocoder);
        }
    }

    private static StateDict waveDecoder(StateDict weights) {
        return PREFIXES.stream()
                .filter(weights::hasPrefix)
                .findFirst()
                .map(weights::under)
                .orElse(weights);
    }

    private static void stage(Bench bench, Checks checks, HifiGan vocoder, String name) throws IOException {
        float[] speaker = SpokenText.speaker(bench).embedding();
        Map<String, Traced> trace =
                VocoderTrace.of(vocoder, rows(bench, vocoder, bench.folder().array(name)), speaker, bench.backend());
        checks.traced(name, trace, name.substring(name.lastIndexOf('/') + 1));
    }

    private static void sounds(Bench bench, Checks checks, HifiGan vocoder) {
        for (String name : bench.folder().names(SpokenText.ROOT)) {
            if (SOUND.matcher(name).matches()) {
                checks.floats(name, () -> {
                    float[] rows = rows(bench, vocoder, bench.folder().array(name));
                    return vocoder.samples(rows, SpokenText.speaker(bench).embedding());
                });
            }
        }
    }

    /** The original's latents at the rate of the vocoder. */
    private static float[] rows(Bench bench, HifiGan vocoder, ReferenceArray array) throws IOException {
        for (String input : array.inputs()) {
            if (input.contains("/gpt_latents")) {
                XttsConfig config = bench.config();
                double codes = config.gpt().codeStride() / (double) config.gpt().outputHop();
                double rates = config.audio().output() / (double) config.audio().input();
                return vocoder.resample(bench.folder().values(input).floats(), codes, rates);
            }
        }
        throw new ReferenceException(
                array.name(), "the manifest names no latents of the GPT among its inputs " + array.inputs());
    }
}
