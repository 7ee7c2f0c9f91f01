package hangolo.models.weights.file;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import hangolo.models.weights.TensorSource;
import hangolo.models.weights.WeightFileException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SafetensorsTest {
    @TempDir
    Path folder;

    private Path raw(String header, int dataBytes) throws IOException {
        byte[] json = header.getBytes(StandardCharsets.UTF_8);
        ByteBuffer file = ByteBuffer.allocate(8 + json.length + dataBytes).order(ByteOrder.LITTLE_ENDIAN);
        file.putLong(json.length).put(json);
        return Files.write(folder.resolve("raw.safetensors"), file.array());
    }

    @Test
    void readsBackWhatItWrote() {
        Path path = folder.resolve("a.safetensors");
        TensorSource floats = TensorSource.of("árvíz", new long[] {2, 2}, new float[] {1, 2, 3, 4});
        TensorSource longs = TensorSource.ofLongs("n", new long[] {3}, new long[] {1, -2, Long.MAX_VALUE});
        SafetensorsWriter.write(path, List.of(floats, longs), Map.of("format", "pt"));
        try (WeightFile file = WeightFile.open(path)) {
            assertEquals("safetensors", file.format());
            assertEquals(Map.of("format", "pt"), file.metadata());
            assertEquals(List.of("n", "árvíz"), List.copyOf(file.tensors().keySet()));
            assertArrayEquals(new float[] {1, 2, 3, 4}, file.tensor("árvíz").floats());
            assertArrayEquals(
                    new long[] {1, -2, Long.MAX_VALUE}, file.tensor("n").longs());
            assertThrows(WeightFileException.class, () -> file.tensor("missing"));
        }
        assertThrows(
                IllegalArgumentException.class, () -> SafetensorsWriter.write(path, List.of(longs, longs), Map.of()));
    }

    @Test
    void readsAFileMadeByHand() throws IOException {
        Path file = raw("{\"t\":{\"dtype\":\"U8\",\"shape\":[3],\"data_offsets\":[1,4]}}", 4);
        try (WeightFile weights = WeightFile.open(file)) {
            assertArrayEquals(new float[3], weights.tensor("t").floats());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"t\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,4]}}",
                "{\"t\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,16]}}",
                "{\"t\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[8,4]}}",
                "{\"t\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[-4,0]}}",
                "{\"t\":{\"dtype\":\"F32\",\"shape\":[4611686018427387904,4],\"data_offsets\":[0,0]}}",
                "{\"t\":{\"dtype\":\"F32\",\"shape\":[1e3],\"data_offsets\":[0,4]}}",
                "{\"t\":{\"dtype\":\"X9\",\"shape\":[1],\"data_offsets\":[0,4]}}",
                "{\"t\":{\"dtype\":\"F32\",\"shape\":7,\"data_offsets\":[0,4]}}",
                "{\"t\":{\"dtype\":\"F32\",\"shape\":[1]}}",
                "{\"t\":[]}",
                "{\"t\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]},\"t\":{}}",
                "{\"t\":",
                "{}x"
            })
    void refusesBrokenHeaders(String header) throws IOException {
        Path file = raw(header, 8);
        assertThrows(WeightFileException.class, () -> WeightFile.open(file).close(), header);
    }
}
