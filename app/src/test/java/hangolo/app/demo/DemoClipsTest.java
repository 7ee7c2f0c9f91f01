package hangolo.app.demo;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import hangolo.audio.AudioClip;
import hangolo.audio.WavWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoClipsTest {

    @TempDir
    private Path folder;

    @Test
    void writtenBySeveralThreadsTheClipsAreThoseSpokenOneByOne() throws Exception {
        DemoClips.write(folder);
        int clips = 0;
        for (int source = 0; source < DemoClips.SOURCES.size(); source++) {
            Path written = folder.resolve(DemoClips.SOURCES.get(source));
            List<String> lines = Files.readAllLines(written.resolve("metadata.csv"));
            for (int i = 0; i < lines.size(); i++) {
                String[] line = lines.get(i).split("\\|");
                AudioClip alone = DemoClips.voices().get(source).say(line[2], i + 1);
                byte[] wav = Files.readAllBytes(written.resolve("wavs").resolve(line[0] + ".wav"));
                assertArrayEquals(WavWriter.bytes(alone), wav, line[0]);
                clips++;
            }
        }
        assertEquals(311, clips);
    }
}
