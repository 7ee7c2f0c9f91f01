package hangolo.models;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Numbers of Coqui TTS: the set that is part of the repository ({@code verify/goldens}, found from the folder that this module's tests
 * run in), or the larger one that {@code -Dhangolo.goldens=DIR} names. verify/goldens/README.md describes the format.
 */
public final class Goldens {

    private static final Path FOLDER = Path.of(System.getProperty("hangolo.goldens", "../verify/goldens"));

    private Goldens() {}

    /** The folder, or a file in it. */
    public static Path file(String name) {
        return FOLDER.resolve(name);
    }

    /** A JSON file. */
    public static JsonNode json(String name) throws IOException {
        return new ObjectMapper().readTree(file(name).toFile());
    }

    /** The values of an array that are there: all, or a sample. */
    public static float[] floats(String name) throws IOException {
        ByteBuffer bytes = array(name);
        float[] values = new float[bytes.remaining() / Float.BYTES];
        bytes.asFloatBuffer().get(values);
        return values;
    }

    /** Of an array that was found those values that {@link #floats} gives, after checking that it has as many as the whole array. */
    public static float[] sample(String name, float... found) throws IOException {
        for (JsonNode entry : json("manifest.json").path("arrays")) {
            if (entry.path("name").asText().equals(name)) {
                int count = 1;
                for (JsonNode size : entry.path("shape")) {
                    count *= size.asInt();
                }
                assertEquals(count, found.length, name);
                int every = entry.path("every").asInt(1);
                float[] sample = new float[(count + every - 1) / every];
                for (int i = 0; i < sample.length; i++) {
                    sample[i] = found[i * every];
                }
                return sample;
            }
        }
        throw new IllegalArgumentException(name);
    }

    /** The values of a whole array of integers. */
    public static int[] integers(String name) throws IOException {
        ByteBuffer bytes = array(name);
        int[] values = new int[bytes.remaining() / Long.BYTES];
        Arrays.setAll(values, i -> Math.toIntExact(bytes.getLong()));
        return values;
    }

    private static ByteBuffer array(String name) throws IOException {
        Path packed = file("arrays.npz");
        if (!Files.exists(packed)) {
            return behindTheHeader(Files.readAllBytes(file("arrays/" + name + ".npy")));
        }
        try (FileSystem zip = FileSystems.newFileSystem(packed)) {
            return behindTheHeader(Files.readAllBytes(zip.getPath(name + ".npy")));
        }
    }

    private static ByteBuffer behindTheHeader(byte... content) {
        ByteBuffer bytes = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
        return bytes.position(10 + bytes.getShort(8)).slice().order(ByteOrder.LITTLE_ENDIAN);
    }
}
