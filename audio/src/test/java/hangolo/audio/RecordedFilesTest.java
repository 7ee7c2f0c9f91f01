package hangolo.audio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The reader against real recordings. The loader of the original software: see the verification in models. */
class RecordedFilesTest {
    @Test
    void flacEqualsWav() throws IOException {
        Path folder = Recordings.speech();
        assertEquals(
                AudioReader.read(folder.resolve("LJ001-0002.wav")),
                AudioReader.read(folder.resolve("LJ001-0002.flac")));
    }

    @Test
    void takesTheWholeFramesOfATruncatedFlac(@TempDir Path folder) throws IOException {
        byte[] bytes = Files.readAllBytes(Recordings.speech().resolve("LJ001-0002.flac"));
        Path half = Files.write(folder.resolve("half.flac"), Arrays.copyOf(bytes, bytes.length / 2));
        AudioClip whole = AudioReader.read(Recordings.speech().resolve("LJ001-0002.wav"));
        AudioClip part = AudioReader.read(half);
        assertTrue(part.length() > whole.length() / 4 && part.length() < whole.length() * 3 / 4, part.toString());
        assertEquals(whole.slice(0, part.length()), part);
    }

    @Test
    void mp3IsAsLongAndAsLoudAsTheWavAndInStep() throws IOException {
        Path folder = Recordings.speech();
        AudioClip wav = AudioReader.read(folder.resolve("LJ001-0002.wav"));
        AudioClip mp3 = AudioReader.read(folder.resolve("LJ001-0002.mp3"));
        assertEquals(wav.sampleRate(), mp3.sampleRate());
        assertEquals(wav.length(), mp3.length());
        double dot = 0;
        double wavPower = 0;
        double mp3Power = 0;
        for (int i = 0; i < wav.length(); i++) {
            dot += wav.samples()[i] * mp3.samples()[i];
            wavPower += wav.samples()[i] * wav.samples()[i];
            mp3Power += mp3.samples()[i] * mp3.samples()[i];
        }
        assertEquals(0, 10 * Math.log10(mp3Power / wavPower), 1, "level in dB: the file has 34 kbit/s");
        double correlation = dot / Math.sqrt(wavPower * mp3Power);
        System.out.println("mp3 against wav: correlation " + correlation);
        assertTrue(correlation > 0.9, "correlation " + correlation);
    }
}
