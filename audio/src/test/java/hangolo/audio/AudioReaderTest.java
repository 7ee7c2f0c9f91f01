package hangolo.audio;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AudioReaderTest {
    @TempDir
    Path folder;

    private AudioClip read(byte[] bytes) throws IOException {
        return AudioReader.read(Files.write(folder.resolve("clip.wav"), bytes));
    }

    private String refusal(byte[] bytes) {
        String message =
                assertThrows(AudioFormatException.class, () -> read(bytes)).getMessage();
        assertTrue(message.contains("clip.wav"), message);
        return message;
    }

    @Test
    void readsEveryWidth() throws IOException {
        assertArrayEquals(
                new float[] {-1, 0, 0.5f},
                read(WavBytes.riff()
                                .fmt(1, 1, 8000, 8)
                                .data(3)
                                .int8(0)
                                .int8(128)
                                .int8(192)
                                .bytes())
                        .samples());
        assertArrayEquals(
                new float[] {-1, 0.5f},
                read(WavBytes.riff()
                                .fmt(1, 1, 8000, 16)
                                .data(4)
                                .int16(-32768)
                                .int16(16384)
                                .bytes())
                        .samples());
        assertArrayEquals(
                new float[] {-1, 1 / 8388608f},
                read(WavBytes.riff()
                                .fmt(1, 1, 8000, 24)
                                .data(6)
                                .int8(0)
                                .int8(0)
                                .int8(0x80)
                                .int8(1)
                                .int8(0)
                                .int8(0)
                                .bytes())
                        .samples());
        assertArrayEquals(
                new float[] {-1, 0.25f},
                read(WavBytes.riff()
                                .fmt(1, 1, 8000, 32)
                                .data(8)
                                .int32(Integer.MIN_VALUE)
                                .int32(1 << 29)
                                .bytes())
                        .samples());
        assertArrayEquals(
                new float[] {1.5f, -0.25f},
                read(WavBytes.riff()
                                .fmt(3, 1, 8000, 32)
                                .data(8)
                                .float32(1.5f)
                                .float32(-0.25f)
                                .bytes())
                        .samples());
        assertArrayEquals(
                new float[] {0.125f},
                read(WavBytes.riff().fmt(3, 1, 8000, 64).data(8).float64(0.125).bytes())
                        .samples());
    }

    @Test
    void averagesChannelsAndLimitsWhenLoading() throws IOException {
        byte[] stereo = WavBytes.riff()
                .fmt(3, 2, 22050, 32)
                .data(16)
                .float32(0.5f)
                .float32(0.25f)
                .float32(3)
                .float32(1)
                .bytes();
        assertEquals(new AudioClip(new float[] {0.375f, 2}, 22050), read(stereo));
        assertEquals(
                new AudioClip(new float[] {0.375f, 1}, 22050), AudioReader.load(folder.resolve("clip.wav"), 22050));
    }

    @Test
    void skipsOddChunksAndReadsExtensible() throws IOException {
        byte[] bytes = WavBytes.extensible()
                .data(2)
                .int16(8192)
                .ascii("LIST")
                .int32(1000)
                .bytes();
        assertEquals(new AudioClip(new float[] {0.25f}, 8000), read(bytes));
    }

    @Test
    void takesWhatIsThereOfATruncatedFile() throws IOException {
        WavBytes wav = WavBytes.riff()
                .fmt(1, 1, 8000, 16)
                .data(1_000_000)
                .int16(16384)
                .int16(-16384)
                .int8(7);
        assertArrayEquals(new float[] {0.5f, -0.5f}, read(wav.bytes()).samples());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1})
    void readsOnToTheEndWhereAStreamLeftNoLength(int length) throws IOException {
        byte[] bytes = WavBytes.riff()
                .fmt(1, 1, 8000, 16)
                .data(length)
                .int16(16384)
                .int16(8192)
                .bytes();
        assertArrayEquals(new float[] {0.5f, 0.25f}, read(bytes).samples());
    }

    @Test
    void refusesWithReasons() {
        assertTrue(refusal(new byte[0]).contains("empty"));
        assertTrue(refusal("this is plain text and not audio".getBytes()).contains("not a WAV, FLAC or MP3"));
        assertTrue(refusal(WavBytes.riff().fmt(1, 1, 8000, 16).data(0).bytes()).contains("no samples"));
        assertTrue(refusal(WavBytes.riff().fmt(1, 1, 8000, 16).bytes()).contains("without sound"));
        assertTrue(refusal(WavBytes.riff().data(4).int32(1).bytes()).contains("before any fmt"));
        assertTrue(refusal(WavBytes.riff().fmt(1, 0, 8000, 16).data(2).int16(1).bytes())
                .contains("0 channels"));
        assertTrue(refusal(WavBytes.riff().fmt(1, 1, 0, 16).data(2).int16(1).bytes())
                .contains("0 Hz"));
        assertTrue(refusal(WavBytes.riff().fmt(1, 1, -1, 16).data(2).int16(1).bytes())
                .contains("4294967295 Hz"));
        assertTrue(refusal(WavBytes.riff().fmt(2, 1, 8000, 4).data(2).int16(1).bytes())
                .contains("not supported"));
        assertTrue(refusal(WavBytes.riff()
                        .fmt(3, 1, 8000, 32)
                        .data(4)
                        .float32(Float.NaN)
                        .bytes())
                .contains("sample 0 is NaN"));
    }

    @Test
    void refusesMissingFilesAndFolders() {
        assertTrue(assertThrows(AudioFormatException.class, () -> AudioReader.read(folder.resolve("none.wav")))
                .getMessage()
                .contains("no such file"));
        assertTrue(assertThrows(AudioFormatException.class, () -> AudioReader.read(folder))
                .getMessage()
                .contains("folder"));
    }

    @Test
    void writesWhatItReads() throws IOException {
        AudioClip clip = new AudioClip(new float[] {0, 0.5f, -1, 32767 / 32768f, 1 / 32768f}, 22050);
        Path file = folder.resolve("new/out.wav");
        WavWriter.write(file, clip);
        assertEquals(clip, AudioReader.read(file));
        WavWriter.write(file, new AudioClip(new float[] {2, -2}, 8000));
        assertEquals(new AudioClip(new float[] {32767 / 32768f, -1}, 8000), AudioReader.read(file));
        try (var files = Files.list(file.getParent())) {
            assertEquals(1, files.count(), "no temporary file may stay");
        }
    }

    @Test
    void aFailedWriteLeavesTheOldFile() throws IOException {
        Path file = folder.resolve("out.wav");
        WavWriter.write(file, new AudioClip(new float[] {0.5f}, 8000));
        AudioClip broken = new AudioClip(new float[] {0.25f, Float.NaN}, 8000);
        assertThrows(IllegalArgumentException.class, () -> WavWriter.write(file, broken));
        assertEquals(new AudioClip(new float[] {0.5f}, 8000), AudioReader.read(file));
        try (var files = Files.list(folder)) {
            assertEquals(1, files.count(), "no temporary file may stay");
        }
    }

    @Test
    void refusesARateThatWouldMakeMinutesOfAFewBytes() throws IOException {
        WavBytes slow = WavBytes.riff().fmt(1, 1, 100, 16).data(8).int32(1).int32(2);
        Path file = Files.write(folder.resolve("slow.wav"), slow.bytes());
        String message = assertThrows(AudioFormatException.class, () -> AudioReader.read(file))
                .getMessage();
        assertTrue(message.contains("100 Hz"), message);
    }

    @Test
    void compressedSilenceEndsSomewhere() throws IOException {
        MonoBuffer sink = MonoBuffer.unpacking(folder.resolve("long.flac"), Long.MAX_VALUE, 2);
        int most = (1 << 20) + 2 * 64;
        for (int i = 0; i < most; i++) {
            sink.add(0);
        }
        String message =
                assertThrows(AudioFormatException.class, () -> sink.add(0)).getMessage();
        assertTrue(message.contains("longer than " + most + " samples"), message);
    }
}
