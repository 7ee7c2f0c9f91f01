package hangolo.models.weights.file;

import hangolo.base.DirectFile;
import hangolo.base.ParallelLoop;
import hangolo.base.WholeFile;
import hangolo.models.weights.Sources;
import hangolo.models.weights.TensorSource;
import hangolo.models.weights.WeightFileErrors;
import hangolo.models.weights.pickle.Pickler;
import hangolo.models.weights.zip.ZipOutput;
import hangolo.models.weights.zip.ZipOutputEntry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes PyTorch's zip format ({@code torch.load} reads it, with {@code weights_only} too). Memory use does not depend on the size
 * of the tensors; the file appears whole or not at all.
 */
public final class TorchWriter {
    private TorchWriter() {}

    /**
     * Writes one value.
     *
     * @param target the file, replaced if it exists
     * @param root nested maps ({@link hangolo.models.weights.pickle.PickledDict} for an OrderedDict), lists, {@link hangolo.models.weights.pickle.PickledTuple}s, strings, numbers, booleans, nulls,
     *     {@link hangolo.models.weights.Dtype}s, and tensors as {@link TensorSource} or {@link hangolo.models.weights.StoredTensor}
     * @throws hangolo.models.weights.WeightFileException if the file cannot be written; the target is then as before
     * @throws IllegalArgumentException if the value holds anything else
     */
    public static void write(Path target, Object root) {
        write(target, root, () -> {});
    }

    /**
     * As {@link #write(Path, Object)}.
     *
     * @param read called when all values were read, a while before the file is complete: the disk may be slow
     */
    public static void write(Path target, Object root, Runnable read) {
        Pickler pickle = new Pickler();
        byte[] description = pickle.write(root);
        try {
            WholeFile.writeLarge(target, file -> writeZip(file, stem(target), description, pickle.sources(), read));
        } catch (IOException e) {
            throw new WeightFileErrors(target).notWritten(e);
        }
    }

    private static String stem(Path target) {
        String name = target.getFileName().toString();
        int dot = name.lastIndexOf('.');
        return dot > 0 ? name.substring(0, dot) : name;
    }

    private static void writeZip(
            DirectFile file, String folder, byte[] pickle, List<TensorSource> sources, Runnable read)
            throws IOException {
        ZipOutput zip = new ZipOutput(file);
        zip.entry(folder + "/data.pkl", pickle);
        zip.entry(folder + "/byteorder", ascii("little"));
        List<ZipOutputEntry> entries = new ArrayList<>();
        for (TensorSource source : sources) {
            long bytes = Sources.count(source) * source.dtype().bytes();
            entries.add(zip.place(folder + "/data/" + entries.size(), bytes));
        }
        ParallelLoop.run(entries.size(), key -> {
            ZipOutputEntry entry = entries.get(key);
            copy(sources.get(key), file, entry.position(), (chunk, place) -> entry.write(chunk));
            entry.end();
        });
        read.run();
        zip.entry(folder + "/version", ascii("3\n"));
        zip.finish();
    }

    /** Where chunks of bytes go. */
    interface ChunkTarget {
        void write(ByteBuffer chunk, long place) throws IOException;
    }

    /** Sends all elements of a source to a target, in order, in chunks that suit their place in a file. */
    static void copy(TensorSource source, DirectFile file, long place, ChunkTarget target) throws IOException {
        long count = Sources.count(source);
        int bytes = source.dtype().bytes();
        for (long done = 0; done < count; ) {
            long at = place + done * bytes;
            ByteBuffer chunk = file.chunk(at);
            int begin = chunk.position();
            int length = (int) Math.min(chunk.remaining() / bytes, count - done);
            source.readElements(done, length, chunk);
            target.write(chunk.flip().position(begin), at);
            done += length;
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
