package hangolo.models.weights.file;

import hangolo.models.weights.StoredTensor;
import hangolo.models.weights.WeightFileErrors;
import hangolo.models.weights.WeightFileException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collections;
import java.util.Map;

/**
 * An open weight file: PyTorch zip, PyTorch legacy or safetensors, told apart by content, not by name.
 *
 * <p>Opening reads only the description (a pickle of some hundred kB for a 5.6 GB checkpoint); tensor values are read from the
 * file when they are asked for. Nothing in the file is executed.
 */
public final class WeightFile implements AutoCloseable {
    private final Path file;
    private final FileChannel channel;
    private final Content content;
    private final Map<String, StoredTensor> tensors;

    /** What a format's reader found. */
    record Content(String format, Object root, Map<String, String> metadata) {}

    private WeightFile(Path file, FileChannel channel, Content content, Map<String, StoredTensor> tensors) {
        this.file = file;
        this.channel = channel;
        this.content = content;
        this.tensors = tensors;
    }

    /**
     * Opens a file and reads its description.
     *
     * @throws WeightFileException if it is missing, no weight file, damaged, or asks for code to be run
     */
    public static WeightFile open(Path file) {
        WeightFileErrors errors = new WeightFileErrors(file);
        if (!Files.exists(file)) {
            throw new WeightFileException(file, "there is no such file. Check the path");
        }
        if (Files.isDirectory(file)) {
            throw new WeightFileException(file, "this is a folder; name a file inside it");
        }
        FileChannel channel = null;
        boolean opened = false;
        try {
            channel = FileChannel.open(file, StandardOpenOption.READ);
            Content content = FileFormat.of(channel, errors).read(channel, errors);
            Map<String, StoredTensor> tensors = new TensorNames(errors).stateDict(content.root());
            WeightFile result = new WeightFile(file, channel, content, tensors);
            opened = true;
            return result;
        } catch (IOException e) {
            throw errors.failed("opening the file", e);
        } finally {
            if (!opened) {
                closeQuietly(channel);
            }
        }
    }

    private static void closeQuietly(FileChannel channel) {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException e) {
            // the file was opened for reading only and the first failure is the one to report
        }
    }

    /** The file that was opened. */
    public Path file() {
        return file;
    }

    /** {@code PyTorch zip}, {@code PyTorch legacy} or {@code safetensors}. */
    public String format() {
        return content.format();
    }

    /**
     * The whole content: {@link Map} (a {@link hangolo.models.weights.pickle.PickledDict} for OrderedDict), {@link java.util.List} ({@link hangolo.models.weights.pickle.PickledTuple} for
     * tuples), {@link java.util.Set}, {@link String}, {@link Long} (BigInteger if larger), {@link Double}, {@link Boolean},
     * {@code byte[]}, {@link StoredTensor}, {@link hangolo.models.weights.Dtype}, {@link hangolo.models.weights.pickle.PickledClass}, {@link hangolo.models.weights.pickle.PickledObject}, and null for Python's None.
     * A hostile file may contain itself.
     */
    public Object root() {
        return content.root();
    }

    /**
     * The state dict in file order: the tensors under the key {@code model} if that is a map, else all tensors of the file; names
     * of nested maps and lists are joined with dots; a bare tensor has the empty name. Unmodifiable.
     */
    public Map<String, StoredTensor> tensors() {
        return Collections.unmodifiableMap(tensors);
    }

    /**
     * One tensor of {@link #tensors()}.
     *
     * @throws WeightFileException if there is none of this name
     */
    public StoredTensor tensor(String name) {
        StoredTensor tensor = tensors.get(name);
        if (tensor == null) {
            throw new WeightFileException(
                    file,
                    "tensor " + name + " is missing among " + tensors.size() + " tensors. Is this the right file?");
        }
        return tensor;
    }

    /** Facts of the container: the metadata block of safetensors, or folder, version and byte order of a zip. */
    public Map<String, String> metadata() {
        return Collections.unmodifiableMap(content.metadata());
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new WeightFileErrors(file).failed("closing the file", e);
        }
    }
}
