package hangolo.bench;

import hangolo.audio.AudioClip;
import hangolo.audio.AudioReader;
import hangolo.audio.MelConfig;
import hangolo.audio.MelExtractor;
import hangolo.audio.MelSpectrogram;
import hangolo.audio.Resampler;
import hangolo.engine.Backend;
import hangolo.engine.ParameterStore;
import hangolo.engine.Precision;
import hangolo.engine.cpu.CpuBackend;
import hangolo.models.xtts.dvae.Dvae;
import hangolo.models.xtts.gpt.GptParameterSpecs;
import hangolo.models.xtts.gpt.XttsGpt;
import hangolo.models.xtts.speaker.SpeakerEncoder;
import hangolo.models.xtts.synthesis.Generation;
import hangolo.models.xtts.synthesis.Generator;
import hangolo.models.xtts.synthesis.SamplingSettings;
import hangolo.models.xtts.training.WeightInit;
import hangolo.models.xtts.vocoder.HifiGan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/** Times synthesis and preparation with XTTS v2 networks at full size on random weights. */
public final class SpeechBench {

    private static final int ROUNDS = 2;
    private static final int SENTENCES = 4;
    private static final int RATE = MelConfig.DVAE.sampleRate();
    private static final int THREADS = Runtime.getRuntime().availableProcessors();

    private SpeechBench() {}

    /**
     * Prints the better of two rounds, after a warm-up.
     *
     * @param arguments what to time: {@code fp32}, {@code bf16} (codes of the GPT), {@code vocoder}, {@code speaker}, {@code
     *     prepare FOLDER} with WAV files
     */
    public static void main(String[] arguments) throws IOException {
        for (int i = 0; i < arguments.length; i++) {
            switch (arguments[i]) {
                case "fp32" -> generation(Precision.FP32);
                case "bf16" -> generation(Precision.BF16);
                case "vocoder" -> vocoder();
                case "speaker" -> speaker();
                case "prepare" -> prepare(Path.of(arguments[++i]));
                default ->
                    throw new IllegalArgumentException(
                            "fp32, bf16, vocoder, speaker or prepare FOLDER, found " + arguments[i]);
            }
        }
    }

    /** Codes behind a prompt of 32 and a text of 60: the cache holds 100 rows at first and 300 in the end. */
    private static void generation(Precision precision) throws IOException {
        int codes = 200;
        try (Backend backend = new CpuBackend(THREADS, precision);
                ParameterStore store =
                        backend.store(new GptParameterSpecs(Sizes.FULL.gpt()).specs(), false, backend.precision())) {
            WeightInit.gpt(Sizes.FULL.gpt(), 1, 1).fill(store);
            Generator generator = new Generator(backend, new XttsGpt(store, Sizes.FULL.gpt()));
            float[] prompt = normal(Sizes.FULL.prompt() * Sizes.FULL.width());
            int[] text =
                    new SplittableRandom(2).ints(60, 1, Sizes.FULL.textTokens()).toArray();
            SamplingSettings settings = new SamplingSettings(false, 0.75, 50, 0.85, 10, 1, codes, 1);
            List<Generator.Request> requests = new ArrayList<>();
            for (int seed = 1; seed <= SENTENCES; seed++) {
                requests.add(new Generator.Request(prompt, text, settings.withSeed(seed)));
            }
            say("%s", backend.description());
            codes("one sentence", generator, requests.subList(0, 1));
            codes(SENTENCES + " sentences", generator, requests);
        }
    }

    private static void codes(String what, Generator generator, List<Generator.Request> requests) throws IOException {
        List<Generation> made = new ArrayList<>();
        double seconds = best(() -> {
            made.clear();
            made.addAll(generator.generate(requests));
        });
        int count = made.stream().mapToInt(g -> g.codes().length).sum();
        say(
                "%s: %d codes in %.2f s: %.1f codes/s (real time 21.5), hash of the first %08x",
                what,
                count,
                seconds,
                count / seconds,
                Arrays.hashCode(made.get(0).codes()));
    }

    /** In each precision of the processor. */
    private static void vocoder() throws IOException {
        float[] whole = vocoder(Precision.FP32);
        if (CpuBackend.fastest() == Precision.BF16) {
            float[] rounded = vocoder(Precision.BF16);
            say("vocoder, bf16: its sound is %.1f dB above its distance from that of fp32", decibels(whole, rounded));
        }
    }

    private static float[] vocoder(Precision precision) throws IOException {
        try (Backend backend = new CpuBackend(THREADS, precision);
                HifiGan vocoder = HifiGan.load(RandomVoiceWeights.vocoder(), backend)) {
            float[] latents = normal(6 * 94 * vocoder.latentWidth());
            float[] speaker = normal(vocoder.speakerWidth());
            float[][] sound = new float[1][];
            double seconds = best(() -> sound[0] = vocoder.samples(latents, speaker));
            double length = sound[0].length / 24_000.0;
            say(
                    "vocoder, %s: %.2f s of sound in %.2f s: %.2f x real time, hash %08x",
                    precision.name().toLowerCase(Locale.ROOT),
                    length,
                    seconds,
                    length / seconds,
                    Arrays.hashCode(sound[0]));
            return sound[0];
        }
    }

    private static double decibels(float[] sound, float[] other) {
        double power = 0;
        double error = 0;
        for (int i = 0; i < sound.length; i++) {
            power += (double) sound[i] * sound[i];
            error += ((double) sound[i] - other[i]) * ((double) sound[i] - other[i]);
        }
        return 10 * Math.log10(power / error);
    }

    private static void speaker() throws IOException {
        try (Backend backend = new CpuBackend(THREADS);
                SpeakerEncoder encoder = SpeakerEncoder.load(RandomVoiceWeights.speakerEncoder(), backend)) {
            AudioClip clip = new AudioClip(normal(6 * 16_000), 16_000);
            double seconds = best(() -> encoder.embed(clip));
            say(
                    "speaker encoder: %.1f s of sound in %.2f s: %.1f x real time",
                    clip.seconds(), seconds, clip.seconds() / seconds);
        }
    }

    /** Each stage on one thread, except the codes, which use all. */
    private static void prepare(Path folder) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.list(folder)) {
            files = all.filter(f -> f.toString().endsWith(".wav")).sorted().toList();
        }
        List<AudioClip> clips = new ArrayList<>();
        for (Path file : files) {
            clips.add(AudioReader.load(file, RATE));
        }
        double length = clips.stream().mapToDouble(AudioClip::seconds).sum();
        List<AudioClip> high = clips.stream()
                .map(c -> new AudioClip(Resampler.hann(RATE, 44_100).apply(c.samples()), 44_100))
                .toList();
        List<AudioClip> odd = clips.stream()
                .map(c -> new AudioClip(Resampler.hann(RATE, 48_000).apply(c.samples()), 48_000))
                .toList();
        float[] stats = new float[MelConfig.DVAE.bins()];
        Arrays.fill(stats, 1);
        MelExtractor mels = new MelExtractor(MelConfig.DVAE);
        List<MelSpectrogram> made =
                clips.stream().map(c -> mels.normalised(c, stats)).toList();
        say("%d clips, %.1f s", clips.size(), length);
        stage("decode, 1 thread", length, () -> {
            for (Path file : files) {
                AudioReader.read(file);
            }
        });
        stage("resample 44.1 kHz, 1 thread", length, () -> high.forEach(c -> c.resampled(RATE)));
        stage("resample 48 kHz, 1 thread", length, () -> odd.forEach(c -> c.resampled(RATE)));
        stage("mels, 1 thread", length, () -> clips.forEach(c -> mels.normalised(c, stats)));
        try (Backend backend = new CpuBackend(THREADS);
                Dvae dvae = Dvae.load(WeightInit.dvae(80, 512, 512, 1024, 1), backend, false)) {
            int[] hash = new int[1];
            stage("codes", length, () -> {
                hash[0] = 1;
                made.forEach(m -> hash[0] = 31 * hash[0] + Arrays.hashCode(dvae.encode(m)));
            });
            say("hash of the codes %08x", hash[0]);
        }
    }

    private interface Work {
        void run() throws IOException;
    }

    private static void stage(String what, double length, Work work) throws IOException {
        double seconds = best(work);
        say("%-28s %8.1f x real time", what, length / seconds);
    }

    /** Seconds of the fastest round. */
    private static double best(Work work) throws IOException {
        double best = Double.MAX_VALUE;
        work.run();
        for (int i = 0; i < ROUNDS; i++) {
            long started = System.nanoTime();
            work.run();
            best = Math.min(best, (System.nanoTime() - started) / 1e9);
        }
        return best;
    }

    private static float[] normal(int count) {
        SplittableRandom random = new SplittableRandom(3);
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }

    private static void say(String format, Object... arguments) {
        System.out.printf(Locale.ROOT, format + "%n", arguments);
    }
}
