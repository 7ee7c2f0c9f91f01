package hangolo.audio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Assumptions;

/** Finds the reference data of the original software, if it is there, and reads its arrays. */
public final class Goldens {
    private Goldens() {}

    /** The folder of goldens, or the test is skipped loudly. */
    static Path open() {
        return find("goldens/open");
    }

    /** The folder of recorded speech beside it, or the test is skipped loudly. */
    public static Path speech() {
        return find("data/ljspeech/wavs");
    }

    private static Path find(String name) {
        Optional<Path> given = Optional.ofNullable(System.getProperty("hangolo.goldens"))
                .map(open -> Path.of(open).resolve("../..").resolve(name).normalize());
        Path start = Path.of("").toAbsolutePath();
        Optional<Path> found = Stream.concat(
                        given.stream(),
                        Stream.iterate(start, Objects::nonNull, Path::getParent)
                                .map(up -> up.resolve("shared").resolve(name)))
                .filter(Files::isDirectory)
                .findFirst();
        if (found.isEmpty()) {
            System.out.println("SKIPPED: no reference data shared/" + name + " above " + start);
            Assumptions.abort("no reference data shared/" + name);
        }
        return found.get();
    }

    /** A float32 array of the goldens, e.g. {@code audio/dvae_mel/clip_01}. */
    static float[] floats(String name) throws IOException {
        return npy(open().resolve("arrays").resolve(name + ".npy"));
    }

    static float[] npy(Path file) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        int header = Short.toUnsignedInt(bytes.getShort(8));
        String text = new String(bytes.array(), 10, header, StandardCharsets.ISO_8859_1);
        assertTrue(text.contains("'<f4'") && text.contains("'fortran_order': False"), text);
        bytes.position(10 + header);
        float[] values = new float[bytes.remaining() / 4];
        bytes.asFloatBuffer().get(values);
        return values;
    }

    /** The 80 numbers of {@code mel_stats.pth}: the only storage of that zip file. */
    static float[] melStats() throws IOException {
        try (ZipFile zip = new ZipFile(open().resolve("model/mel_stats.pth").toFile())) {
            Optional<float[]> storage = Optional.empty();
            for (var entry : zip.stream()
                    .filter(e -> e.getName().matches(".*/data/\\d+"))
                    .toList()) {
                byte[] raw = zip.getInputStream(entry).readAllBytes();
                float[] values = new float[raw.length / 4];
                ByteBuffer.wrap(raw)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .asFloatBuffer()
                        .get(values);
                storage = Optional.of(values);
            }
            assertEquals(80, storage.orElseThrow().length);
            return storage.get();
        }
    }

    /** Largest absolute difference; arrays of other length or with NaN fail. */
    static double worst(float[] expected, float[] actual) {
        assertEquals(expected.length, actual.length, "length");
        double worst = 0;
        for (int i = 0; i < expected.length; i++) {
            double error = Math.abs((double) expected[i] - actual[i]);
            assertTrue(error >= 0, "NaN at " + i);
            worst = Math.max(worst, error);
        }
        return worst;
    }

    /** Fails unless every value is within atol + rtol * |expected|; NaN fails. */
    static void assertClose(String what, float[] expected, float[] actual, double atol, double rtol) {
        assertEquals(expected.length, actual.length, what + ": length");
        for (int i = 0; i < expected.length; i++) {
            double error = Math.abs((double) expected[i] - actual[i]);
            double limit = atol + rtol * Math.abs(expected[i]);
            assertTrue(error <= limit, what + "[" + i + "]: expected " + expected[i] + ", found " + actual[i]);
        }
        System.out.printf(java.util.Locale.ROOT, "%s: max abs error %.3g%n", what, worst(expected, actual));
    }
}
