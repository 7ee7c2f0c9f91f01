package hangolo.models.data;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hangolo.fuzz.Budget;
import hangolo.fuzz.ByteMutator;
import hangolo.fuzz.Fuzz;
import hangolo.fuzz.Mutator;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Damaged metadata is read or refused with file and row. */
class MetadataFuzzTest {
    /** A row of four bytes becomes a clip with its name, the path of its sound and the paths that were tried, about 4 kB. */
    private static final Budget BUDGET = new Budget(2L << 20, 1500);

    private static final Set<Class<?>> REFUSED = Set.of(DataException.class);
    private static final Mutator MUTATOR = new ByteMutator(
            "|",
            "\n",
            "\r\n",
            "\r",
            "\"",
            "\"\"",
            "|\"",
            "\"|",
            "\0",
            "\357\273\277",
            "\377\376",
            "..",
            "/",
            "\\",
            "C:",
            "NA",
            "audio_file",
            "text");

    @TempDir
    Path folder;

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private void fuzz(MetadataFormat format, String... good) throws IOException, InterruptedException {
        List<byte[]> files =
                java.util.Arrays.stream(good).map(MetadataFuzzTest::utf8).toList();
        new Fuzz("metadata " + format.id(), files, MUTATOR, BUDGET, REFUSED, file -> read(file, format)).run(folder);
    }

    private static void read(Path file, MetadataFormat format) throws IOException {
        DataSource source = new DataSource("s", file.getParent(), format, file, Optional.empty(), "hu");
        List<Clip> clips = MetadataReader.read(source);
        assertFalse(clips.isEmpty());
        Set<String> names = new HashSet<>();
        for (Clip clip : clips) {
            assertTrue(names.add(clip.id()), clip.id());
            assertTrue(clip.row() > 0);
        }
    }

    @Test
    void ljspeech() throws IOException, InterruptedException {
        fuzz(
                MetadataFormat.LJSPEECH,
                "a1|Egy szöveg.|Egy szöveg.\na2|NA|\"idézet\"\n\na3|két oszlop\n",
                "\uFEFFb|x|y\r\nb|x|z\r\n");
    }

    @Test
    void coqui() throws IOException, InterruptedException {
        fuzz(
                MetadataFormat.COQUI,
                "audio_file|text|speaker_name\nwavs/a.wav|Egy szöveg.|x\nwavs/b.wav|\"a \"\"b\"\" |c\"|y\n",
                "text|audio_file|language\n\"több\nsor\"|c.flac|en\nNA|d.mp3|\n");
    }
}
