package hangolo.models.data;

import hangolo.audio.AudioClip;
import hangolo.audio.MelSpectrogram;
import hangolo.audio.WavWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Data sets of noise, and encoders that are quick and easy to predict. */
final class SmallData {

    /** Characters become their code + 10; digits are unknown; quotes are cleaned away; language xx is not supported. */
    static final TextEncoder LETTERS = new TextEncoder() {
        @Override
        public int[] encode(String text, String language) {
            if (language.equals("xx")) {
                throw new IllegalArgumentException("Unknown language \"xx\"");
            }
            return java.util.stream.IntStream.concat(
                            java.util.stream.IntStream.of(5),
                            text.chars()
                                    .filter(c -> c != '"')
                                    .map(c -> Character.isDigit(c) ? 1 : c == '~' ? 0 : c + 10))
                    .toArray();
        }

        @Override
        public int unknownToken() {
            return 1;
        }

        @Override
        public int stopToken() {
            return 0;
        }
    };

    /** Counts how often codes were extracted. */
    final AtomicInteger extractions = new AtomicInteger();

    private final Path folder;

    SmallData(Path folder) {
        this.folder = folder;
    }

    /** A source of that many clips of 0.6 to 1.5 s in its own folder. */
    DataSource source(String name, int clips) throws IOException {
        Path root =
                Files.createDirectories(folder.resolve(name).resolve("wavs")).getParent();
        StringBuilder rows = new StringBuilder();
        for (int i = 0; i < clips; i++) {
            noise(root.resolve("wavs/c" + i + ".wav"), 13230 + (i * 7919) % 19845, name.hashCode() + i);
            rows.append("c")
                    .append(i)
                    .append("|text ")
                    .append((char) ('a' + i % 26))
                    .append('\n');
        }
        Files.writeString(root.resolve("metadata.csv"), rows);
        return DataSource.of(name, root, MetadataFormat.LJSPEECH, "metadata.csv", "hu");
    }

    /** Replaces the metadata of a source. */
    static DataSource rows(DataSource source, String... rows) throws IOException {
        Files.write(source.metadata(), Arrays.asList(rows));
        return source;
    }

    static void noise(Path file, int samples, long seed) throws IOException {
        WavWriter.write(file, new AudioClip(samples(samples, seed), 22050));
    }

    static float[] samples(int count, long seed) {
        CounterRandom random = new CounterRandom(seed);
        float[] samples = new float[count];
        for (int i = 0; i < count; i++) {
            samples[i] = random.between(-20000, 20000) / 32768f;
        }
        return samples;
    }

    /** A code says in which of 64 steps the first bin of its first frame is. */
    Encoders encoders(String version) {
        float[] stats = new float[80];
        Arrays.fill(stats, 2f);
        CodeExtractor codes = mel -> {
            extractions.incrementAndGet();
            return codes(mel);
        };
        return new Encoders(LETTERS, codes, 1024, stats, version);
    }

    static int[] codes(MelSpectrogram mel) {
        int[] codes = new int[(mel.frames() + 3) / 4];
        Arrays.setAll(codes, i -> Math.floorMod(Math.round(mel.at(4 * i, 0) * 8), 64));
        return codes;
    }

    static List<String> names(List<PreparedClip> clips) {
        return clips.stream().map(clip -> clip.clip().id()).toList();
    }
}
