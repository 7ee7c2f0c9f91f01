package hangolo.verify;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import hangolo.audio.MelConfig;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** A folder of the structure of the reference data with a few arrays that need no model: two windows and joined chunks. */
final class TinyReference {

    static final String WINDOW = "audio/window_dvae";
    static final String CHUNK = "inference/stream/chunk_1";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path root;
    private final ObjectNode manifest = JSON.createObjectNode();
    private final ArrayNode arrays = manifest.putArray("arrays");

    TinyReference(Path root) throws IOException {
        this.root = root;
        Files.createDirectories(root.resolve("json"));
        Files.writeString(root.resolve("json/dataset_expected.json"), "{\"audio\": [], \"metadata\": []}");
        float[] window = MelConfig.DVAE.window().weights(1024);
        add(WINDOW, window).put("meaning", "window");
        add("audio/window_speaker", MelConfig.SPEAKER.window().weights(400));
        ObjectNode stream = manifest.putObject("extra").putObject("stream");
        stream.putArray("lengths").add(5).add(9);
        stream.put("overlap", 3);
        add("inference/stream/wave", 0, 1, 2, 3, 4, 5, 6, 7, 8).put("meaning", "plus a constant offset 0.5*k");
        add("inference/stream/chunk_0", 0, 1);
        // Faded from 2 3 4 to 2.5 3.5 4.5, then the rest but for the last three.
        add(CHUNK, 2, 3.25f, 4.5f, 5.5f);
        write();
    }

    Path root() {
        return root;
    }

    ObjectNode manifest() {
        return manifest;
    }

    /** The entry of an array. */
    ObjectNode entry(String name) {
        for (var entry : arrays) {
            if (entry.path("name").asText().equals(name)) {
                return (ObjectNode) entry;
            }
        }
        throw new IllegalArgumentException(name);
    }

    ObjectNode add(String name, float... values) throws IOException {
        Path file = file(name);
        Files.createDirectories(file.getParent());
        Files.write(file, npy(values));
        ObjectNode entry = arrays.addObject();
        entry.put("name", name).put("dtype", "float32").put("file", "arrays/" + name + ".npy");
        entry.putArray("shape").add(values.length);
        entry.putObject("tolerance").put("atol", 1e-6).put("rtol", 0);
        return entry;
    }

    Path file(String name) {
        return root.resolve("arrays/" + name + ".npy");
    }

    void write() throws IOException {
        Files.writeString(root.resolve("manifest.json"), JSON.writeValueAsString(manifest));
    }

    /** Changes one number of an array. */
    void put(String name, int index, float value) throws IOException {
        byte[] bytes = Files.readAllBytes(file(name));
        int count = entry(name).path("shape").get(0).asInt();
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putFloat(bytes.length - 4 * (count - index), value);
        Files.write(file(name), bytes);
    }

    private static byte[] npy(float... values) {
        String header = "{'descr': '<f4', 'fortran_order': False, 'shape': (" + values.length + ",), }\n";
        byte[] text = header.getBytes(StandardCharsets.ISO_8859_1);
        ByteBuffer file =
                ByteBuffer.allocate(10 + text.length + 4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        file.put((byte) 0x93)
                .put("NUMPY".getBytes(StandardCharsets.ISO_8859_1))
                .put((byte) 1)
                .put((byte) 0);
        file.putShort((short) text.length).put(text);
        for (float value : values) {
            file.putFloat(value);
        }
        return Arrays.copyOf(file.array(), file.capacity());
    }
}
