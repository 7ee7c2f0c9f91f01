package hangolo.audio;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** FLAC and MP3 files made by the usual encoders (flac 1.4.2, LAME 3.100) from sounds that the test can compute. */
class CompressedFilesTest {
    @TempDir
    Path folder;

    static byte[] resource(String name) throws IOException {
        try (InputStream in = CompressedFilesTest.class.getResourceAsStream(name)) {
            return in.readAllBytes();
        }
    }

    private AudioClip read(byte[] bytes) throws IOException {
        return AudioReader.read(Files.write(folder.resolve("clip.bin"), bytes));
    }

    @Test
    void readsSixteenBitFlacExactly() throws IOException {
        float[] expected = new float[3000];
        for (int i = 0; i < expected.length; i++) {
            expected[i] = ((i * 37) % 1601 - 800) * 8 / 32768f;
        }
        assertEquals(new AudioClip(expected, 22050), read(resource("saw-16-mono.flac")));
    }

    @Test
    void readsTwentyFourBitStereoFlac() throws IOException {
        AudioClip clip = read(resource("saw-24-stereo.flac"));
        float[] expected = new float[2500];
        for (int i = 0; i < expected.length; i++) {
            int left = ((i * 37) % 1601 - 800) * (2048 + i % 7);
            int right = ((i * 49) % 1601 - 800) * (2048 + i % 7);
            expected[i] = (left / 8388608f + right / 8388608f) / 2;
        }
        assertEquals(44100, clip.sampleRate());
        assertArrayEquals(expected, clip.samples());
    }

    @Test
    void takesTheWholeFramesOfATruncatedFlac() throws IOException {
        byte[] flac = resource("saw-24-stereo.flac");
        byte[] longer = resource("saw-16-mono.flac");
        assertThrows(AudioFormatException.class, () -> read(Arrays.copyOf(flac, 60)));
        assertThrows(AudioFormatException.class, () -> read(Arrays.copyOf(longer, 8300)));
    }

    @Test
    void cutsTheEncodersPaddingOffAnMp3() throws IOException {
        AudioClip clip = read(resource("sine.mp3"));
        assertEquals(22050, clip.sampleRate());
        assertEquals(5000, clip.length());
        for (int i = 300; i < 4700; i++) {
            double expected = 9000 / 32768.0 * Math.sin(2 * Math.PI * 441 * i / 22050);
            assertEquals(expected, clip.samples()[i], 0.02, "sample " + i);
        }
    }

    @Test
    void readsAnMp3WithoutNotesWhole() throws IOException {
        AudioClip clip = read(resource("sine-without-info.mp3"));
        assertTrue(clip.length() >= 5000 && clip.length() % 576 == 0, clip.toString());
        assertEquals(9000 / 32768.0, clip.peak(), 0.03);
    }

    @Test
    void skipsTagsInFront() throws IOException {
        ByteArrayOutputStream tagged = new ByteArrayOutputStream();
        tagged.writeBytes(new byte[] {'I', 'D', '3', 4, 0, 0, 0, 0, 2, 5});
        tagged.writeBytes(new byte[2 * 128 + 5]);
        tagged.writeBytes(resource("sine.mp3"));
        assertEquals(read(resource("sine.mp3")), read(tagged.toByteArray()));
        byte[] onlyATag = {'I', 'D', '3', 4, 0, 0, 127, 127, 127, 127, 0, 0};
        assertThrows(AudioFormatException.class, () -> read(onlyATag));
    }

    @Test
    void takesTheWholeFramesOfATruncatedMp3() throws IOException {
        byte[] mp3 = resource("sine-without-info.mp3");
        AudioClip half = read(Arrays.copyOf(mp3, mp3.length / 2));
        assertTrue(half.length() > 1000 && half.length() < 4000, half.toString());
    }
}
