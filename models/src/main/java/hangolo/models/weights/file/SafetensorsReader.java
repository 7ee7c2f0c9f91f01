package hangolo.models.weights.file;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import hangolo.models.weights.ByteSource;
import hangolo.models.weights.Dtype;
import hangolo.models.weights.Storage;
import hangolo.models.weights.StoredTensor;
import hangolo.models.weights.TensorLayout;
import hangolo.models.weights.WeightFileErrors;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.util.LinkedHashMap;
import java.util.Map;

/** The safetensors format: 8 bytes of header length, a JSON header, then the data of all tensors. */
final class SafetensorsReader {
    private static final long LARGEST_HEADER = 100_000_000;
    private static final String METADATA = "__metadata__";
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final FileChannel channel;
    private final WeightFileErrors errors;
    private final Map<String, String> metadata = new LinkedHashMap<>();
    private long dataStart;
    private long dataBytes;

    private SafetensorsReader(FileChannel channel, WeightFileErrors errors) {
        this.channel = channel;
        this.errors = errors;
    }

    static WeightFile.Content read(FileChannel channel, WeightFileErrors errors) throws IOException {
        SafetensorsReader reader = new SafetensorsReader(channel, errors);
        Map<Object, Object> tensors = reader.load();
        return new WeightFile.Content("safetensors", tensors, reader.metadata);
    }

    private Map<Object, Object> load() throws IOException {
        ByteBuffer lengthField = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
        new ByteSource.Region(channel, 0, 8).read(0, lengthField);
        long headerBytes = lengthField.getLong(0);
        if (headerBytes > LARGEST_HEADER) {
            throw errors.damaged("the header claims to have " + headerBytes + " bytes");
        }
        ByteBuffer header = ByteBuffer.allocate((int) headerBytes);
        new ByteSource.Region(channel, 8, headerBytes).read(0, header);
        dataStart = 8 + headerBytes;
        dataBytes = channel.size() - dataStart;
        Map<Object, Object> tensors = new LinkedHashMap<>();
        parse(header.array()).properties().forEach(field -> {
            if (field.getKey().equals(METADATA)) {
                field.getValue()
                        .properties()
                        .forEach(m -> metadata.put(m.getKey(), m.getValue().asText()));
            } else {
                tensors.put(field.getKey(), tensor(field.getKey(), field.getValue()));
            }
        });
        return tensors;
    }

    private JsonNode parse(byte[] header) throws IOException {
        try {
            JsonNode root = JSON.readTree(header);
            if (root.isObject()) {
                return root;
            }
        } catch (JsonProcessingException e) {
            throw errors.damaged("the header is no JSON: " + e.getOriginalMessage());
        }
        throw errors.damaged("the header is no JSON object");
    }

    private StoredTensor tensor(String name, JsonNode entry) {
        String type = entry.path("dtype").asText();
        Dtype dtype = Dtype.bySafetensorsName(type)
                .orElseThrow(() -> errors.unsupported("tensor " + name + " has the unknown type \"" + type + "\""));
        JsonNode offsets = entry.path("data_offsets");
        long begin = integer(name, offsets.path(0));
        long end = integer(name, offsets.path(1));
        JsonNode sizes = entry.path("shape");
        if (!sizes.isArray() || sizes.size() > TensorLayout.MOST_DIMENSIONS) {
            throw errors.damaged("tensor " + name + " has no valid shape");
        }
        long[] shape = new long[sizes.size()];
        for (int d = 0; d < shape.length; d++) {
            shape[d] = integer(name, sizes.get(d));
        }
        if (begin > end || end > dataBytes) {
            throw errors.damaged(
                    "tensor " + name + " should lie at " + begin + " to " + end + " of " + dataBytes + " bytes");
        }
        return placed(name, dtype, shape, begin, end);
    }

    private StoredTensor placed(String name, Dtype dtype, long[] shape, long begin, long end) {
        TensorLayout layout;
        try {
            layout = TensorLayout.dense(shape);
        } catch (IllegalArgumentException e) {
            throw errors.damaged("tensor " + name + ": " + e.getMessage());
        }
        if (layout.count() != (end - begin) / dtype.bytes() || (end - begin) % dtype.bytes() != 0) {
            throw errors.damaged("tensor " + name + " needs " + layout.count() + " elements of " + dtype.bytes()
                    + " bytes, but has " + (end - begin) + " bytes");
        }
        Storage storage = new Storage(name, dtype, end - begin, ByteOrder.LITTLE_ENDIAN);
        storage.place(new ByteSource.Region(channel, dataStart + begin, end - begin));
        return StoredTensor.checked(name, dtype, layout, storage, errors);
    }

    private long integer(String name, JsonNode node) {
        if (node.isIntegralNumber() && node.canConvertToLong() && node.asLong() >= 0) {
            return node.asLong();
        }
        throw errors.damaged("tensor " + name + " has a shape or an offset that is no valid number");
    }
}
