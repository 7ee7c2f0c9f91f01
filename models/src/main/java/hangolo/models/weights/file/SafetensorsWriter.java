package hangolo.models.weights.file;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import hangolo.base.DirectFile;
import hangolo.base.ParallelLoop;
import hangolo.base.WholeFile;
import hangolo.models.weights.Sources;
import hangolo.models.weights.TensorSource;
import hangolo.models.weights.WeightFileErrors;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** Writes the safetensors format in bounded memory; the file appears whole or not at all. */
public final class SafetensorsWriter {
    private static final JsonMapper JSON = new JsonMapper();

    private SafetensorsWriter() {}

    /**
     * Writes named tensors, the widest element types first (which keeps all of them aligned), else in the given order.
     *
     * @param target the file, replaced if it exists
     * @param tensors the tensors, each name once
     * @param metadata text facts for the header; may be empty
     * @throws hangolo.models.weights.WeightFileException if the file cannot be written; the target is then as before
     * @throws IllegalArgumentException if a name comes twice or the format has no such type
     */
    public static void write(Path target, Collection<? extends TensorSource> tensors, Map<String, String> metadata) {
        List<? extends TensorSource> ordered = tensors.stream()
                .sorted(Comparator.comparingInt((TensorSource t) -> -t.dtype().bytes()))
                .toList();
        byte[] header = header(ordered, metadata);
        try {
            WholeFile.writeLarge(target, file -> writeAll(file, header, ordered));
        } catch (IOException e) {
            throw new WeightFileErrors(target).notWritten(e);
        }
    }

    private static byte[] header(List<? extends TensorSource> tensors, Map<String, String> metadata) {
        ObjectNode root = JSON.createObjectNode();
        if (!metadata.isEmpty()) {
            root.set("__metadata__", JSON.valueToTree(metadata));
        }
        long offset = 0;
        for (TensorSource tensor : tensors) {
            String type = tensor.dtype().safetensorsName();
            if (type.isEmpty() || root.has(tensor.name())) {
                throw new IllegalArgumentException("tensor " + tensor.name() + " comes twice or has the unknown type "
                        + tensor.dtype().torchName());
            }
            long end = offset + Sources.count(tensor) * tensor.dtype().bytes();
            ObjectNode entry = root.putObject(tensor.name()).put("dtype", type);
            entry.set("shape", JSON.valueToTree(tensor.shape()));
            entry.putArray("data_offsets").add(offset).add(end);
            offset = end;
        }
        try {
            byte[] text = JSON.writeValueAsString(root).getBytes(StandardCharsets.UTF_8);
            byte[] padded = Arrays.copyOf(text, (text.length + 7) / 8 * 8);
            Arrays.fill(padded, text.length, padded.length, (byte) ' ');
            return padded;
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("plain text and numbers always have a JSON form", e);
        }
    }

    private static void writeAll(DirectFile file, byte[] header, List<? extends TensorSource> tensors)
            throws IOException {
        ByteBuffer front = ByteBuffer.allocate(Long.BYTES + header.length).order(ByteOrder.LITTLE_ENDIAN);
        file.write(front.putLong(header.length).put(header).flip(), 0);
        long[] starts = new long[tensors.size()];
        long end = front.capacity();
        for (int i = 0; i < starts.length; i++) {
            starts[i] = end;
            end += Sources.count(tensors.get(i)) * tensors.get(i).dtype().bytes();
        }
        ParallelLoop.run(
                starts.length, number -> TorchWriter.copy(tensors.get(number), file, starts[number], file::write));
    }
}
