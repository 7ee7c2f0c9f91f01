package hangolo.audio;

import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Thousands of damaged files: each is either read or refused with a reason; nothing else, and no hang. */
class DamagedFilesTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "pcm16, 1200",
        "extensible, 1200",
        "float, 800",
        "saw-16-mono.flac, 300",
        "saw-24-stereo.flac, 300",
        "sine.mp3, 300",
        "sine-without-info.mp3, 300"
    })
    void readsOrRefuses(String kind, int tries) throws IOException {
        byte[] good = good(kind);
        int refused = 0;
        for (int seed = 0; seed < tries; seed++) {
            byte[] damaged = damage(good, new SplittableRandom(seed));
            Path file = Files.write(folder.resolve("damaged.bin"), damaged);
            String where = kind + ", seed " + seed;
            refused += assertTimeoutPreemptively(Duration.ofSeconds(10), () -> refused(file, where), where) ? 1 : 0;
        }
        System.out.println(kind + ": " + refused + " of " + tries + " damaged files refused");
        assertTrue(refused > 0 && refused < tries, kind + ": " + refused);
    }

    private static boolean refused(Path file, String where) throws IOException {
        try {
            AudioClip clip = AudioReader.read(file);
            assertTrue(clip.length() > 0 && clip.sampleRate() > 0, where);
            assertTrue(clip.length() <= 70_000L * Files.size(file), where + ": " + clip);
            for (float sample : clip.samples()) {
                assertTrue(Float.isFinite(sample), where);
            }
            return false;
        } catch (AudioFormatException expected) {
            assertTrue(expected.getMessage().contains("damaged.bin"), where + ": " + expected.getMessage());
            return true;
        } catch (RuntimeException | Error other) {
            return fail(where + ": " + other, other);
        }
    }

    private static byte[] good(String kind) throws IOException {
        return switch (kind) {
            case "pcm16" -> samples(WavBytes.riff().fmt(1, 2, 22050, 16).data(400), 200);
            case "extensible" -> samples(WavBytes.extensible().data(200), 100);
            case "float" -> samples(WavBytes.riff().fmt(3, 1, 22050, 32).data(400), 200);
            default -> CompressedFilesTest.resource(kind);
        };
    }

    private static byte[] samples(WavBytes wav, int words) {
        for (int i = 0; i < words; i++) {
            wav.int16(i * 77 % 9000);
        }
        return wav.bytes();
    }

    /** Changes a few bytes, mostly near the front; sometimes cuts the file, sometimes repeats a part. */
    private static byte[] damage(byte[] good, SplittableRandom random) {
        byte[] bytes = good.clone();
        int changes = 1 + random.nextInt(4);
        for (int i = 0; i < changes; i++) {
            int limit = random.nextInt(4) > 0 ? Math.min(bytes.length, 120) : bytes.length;
            int at = random.nextInt(limit);
            bytes[at] = switch (random.nextInt(4)) {
                case 0 -> (byte) 0;
                case 1 -> (byte) 0xFF;
                case 2 -> (byte) (bytes[at] ^ 1 << random.nextInt(8));
                default -> (byte) random.nextInt(256);
            };
        }
        if (random.nextInt(4) == 0) {
            return Arrays.copyOf(bytes, random.nextInt(bytes.length));
        }
        if (random.nextInt(6) == 0) {
            int from = random.nextInt(bytes.length);
            byte[] longer = Arrays.copyOf(bytes, bytes.length + bytes.length - from);
            System.arraycopy(bytes, from, longer, bytes.length, bytes.length - from);
            return longer;
        }
        return bytes;
    }
}
