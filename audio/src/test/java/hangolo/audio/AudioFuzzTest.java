package hangolo.audio;

import static org.junit.jupiter.api.Assertions.assertTrue;

import hangolo.fuzz.Budget;
import hangolo.fuzz.ByteMutator;
import hangolo.fuzz.Fuzz;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Damaged sound files are read or refused, at their own rate and at the model's. */
class AudioFuzzTest {
    private static final long MB = 1L << 20;
    /**
     * A byte of WAV is at most one sample of 4 bytes, held while it is copied once. The lowest rate makes 5.5 samples of it at the
     * model's rate, each held twice (resampled, limited) with up to 22 taps of the filter; 22 050 such sets of taps are the fixed part.
     */
    private static final Budget WAV = new Budget(4 * MB, 8 + 6 * (8 + 100));
    /**
     * FLAC says silence in a few bytes: {@link MonoBuffer} lets a file hold 2^20 samples and 64 for each byte, grown by doubling (12
     * bytes each), and again 5.5 times as many at the model's rate, held twice. The library has tables and blocks of its own.
     */
    private static final Budget COMPRESSED = new Budget(72 * MB, 64 * (12 + 44));

    @TempDir
    Path folder;

    private static void read(Path file) throws IOException {
        AudioClip clip = AudioReader.read(file);
        assertTrue(clip.length() > 0 && clip.sampleRate() > 0, clip::toString);
        AudioClip loaded = AudioReader.load(file, 22050);
        for (float sample : loaded.samples()) {
            assertTrue(Math.abs(sample) <= 1);
        }
    }

    private void fuzz(String name, List<byte[]> good, Budget budget, String... words)
            throws IOException, InterruptedException {
        Set<Class<?>> documented = Set.of(AudioFormatException.class);
        new Fuzz(name, good, new ByteMutator(words), budget, documented, AudioFuzzTest::read).run(folder);
    }

    @Test
    void wav() throws IOException, InterruptedException {
        List<byte[]> good = List.of(
                samples(WavBytes.riff().fmt(1, 2, 22050, 16).data(400), 200),
                samples(WavBytes.riff().fmt(1, 1, 16000, 24).data(600), 300),
                samples(WavBytes.riff().fmt(1, 1, 8000, 8).data(300), 150),
                samples(WavBytes.riff().fmt(3, 1, 44100, 64).data(400), 200),
                samples(WavBytes.extensible().data(200), 100));
        fuzz("WAV", good, WAV, "RIFF", "RF64", "WAVE", "fmt ", "data", "LIST", "\1\0\1\0", "\3\0\1\0", "\376\377");
    }

    @Test
    void flac() throws IOException, InterruptedException {
        List<byte[]> good = List.of(
                CompressedFilesTest.resource("saw-16-mono.flac"), CompressedFilesTest.resource("saw-24-stereo.flac"));
        fuzz("FLAC", good, COMPRESSED, "fLaC", "ID3", "\377\370", "\377\371", "\0\0\0\42", "\200\0\0\42");
    }

    @Test
    void mp3() throws IOException, InterruptedException {
        List<byte[]> good = List.of(
                CompressedFilesTest.resource("sine.mp3"), CompressedFilesTest.resource("sine-without-info.mp3"));
        fuzz("MP3", good, COMPRESSED, "ID3", "Info", "Xing", "LAME", "\377\373", "\377\363", "\377\343", "TAG");
    }

    private static byte[] samples(WavBytes wav, int words) {
        for (int i = 0; i < words; i++) {
            wav.int16(i * 77 % 9000);
        }
        return wav.bytes();
    }
}
