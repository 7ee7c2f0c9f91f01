package hangolo.models.weights.file;

import hangolo.models.weights.ByteSource;
import hangolo.models.weights.Dtype;
import hangolo.models.weights.Storage;
import hangolo.models.weights.WeightFileErrors;
import hangolo.models.weights.pickle.PickleArguments;
import hangolo.models.weights.pickle.PickleConstructors;
import hangolo.models.weights.pickle.PickleInput;
import hangolo.models.weights.pickle.StorageTypes;
import hangolo.models.weights.pickle.Unpickler;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The format of PyTorch before 1.6: the pickles of a magic number, a protocol version, facts about the machine, the object and the
 * list of storage keys; then for each key the element count (8 bytes) and the elements.
 */
final class LegacyTorchReader {
    private static final BigInteger MAGIC = new BigInteger("1950a86a20f9469cfc6c", 16);
    private static final long PROTOCOL = 1001;

    private final FileChannel channel;
    private final WeightFileErrors errors;
    private final PickleInput in;
    private final long size;
    private final Map<String, Storage> storages = new LinkedHashMap<>();
    private ByteOrder order = ByteOrder.LITTLE_ENDIAN;

    private LegacyTorchReader(FileChannel channel, WeightFileErrors errors) throws IOException {
        this.channel = channel;
        this.errors = errors;
        this.size = channel.size();
        this.in = new PickleInput(new ByteSource.Region(channel, 0, size), errors);
    }

    static WeightFile.Content read(FileChannel channel, WeightFileErrors errors) throws IOException {
        LegacyTorchReader reader = new LegacyTorchReader(channel, errors);
        Object root = reader.load();
        return new WeightFile.Content("PyTorch legacy", root, Map.of());
    }

    private Object load() throws IOException {
        if (!MAGIC.equals(next())) {
            throw errors.unsupported("this is a Python pickle, but not a weight file that torch.save wrote");
        }
        Object protocol = next();
        if (!Long.valueOf(PROTOCOL).equals(protocol)) {
            throw errors.unsupported("unknown version of PyTorch's old format, expected " + PROTOCOL
                    + "; load and save it with a current PyTorch");
        }
        if (next() instanceof Map<?, ?> facts && Boolean.FALSE.equals(facts.get("little_endian"))) {
            order = ByteOrder.BIG_ENDIAN;
        }
        Object root = next();
        placeStorages(PickleArguments.list(next(), errors));
        return root;
    }

    private Object next() {
        PickleConstructors calls =
                new PickleConstructors(errors, this::storage, Math.min(in.remaining(), ZipTorchReader.LARGEST_PICKLE));
        return new Unpickler(in, calls, errors).load();
    }

    /** {@code ('storage', class, key, device, element count, view)}, view being none or {@code (key, offset, count)}. */
    private Object storage(Object id) {
        List<Object> parts = PickleArguments.list(id, errors);
        if (parts.size() >= 2 && "module".equals(parts.get(0))) {
            return parts.get(1);
        }
        if (parts.size() < 5 || !"storage".equals(parts.get(0)) || !(parts.get(2) instanceof String key)) {
            throw errors.damaged("the pickle refers to something that is no storage");
        }
        Dtype dtype = StorageTypes.of(parts.get(1), errors);
        long elements = PickleArguments.integer(parts.get(4), errors);
        if (elements < 0 || elements > size / dtype.bytes()) {
            throw errors.damaged("storage " + key + " of " + elements + " elements is larger than the file");
        }
        Storage whole = storages.computeIfAbsent(key, k -> new Storage(k, dtype, elements * dtype.bytes(), order));
        if (whole.dtype() != dtype || whole.byteLength() != elements * dtype.bytes()) {
            throw errors.damaged("two descriptions of storage " + key + " differ");
        }
        return parts.size() > 5 && parts.get(5) != null ? view(whole, parts.get(5)) : whole;
    }

    private Storage view(Storage whole, Object description) {
        List<Object> view = PickleArguments.list(description, errors);
        long offset = PickleArguments.integer(PickleArguments.at(view, 1, errors), errors);
        long elements = PickleArguments.integer(PickleArguments.at(view, 2, errors), errors);
        long most = whole.byteLength() / whole.dtype().bytes();
        if (offset < 0 || elements < 0 || offset > most || elements > most - offset) {
            throw errors.damaged("a view leaves its storage " + whole.key());
        }
        int bytes = whole.dtype().bytes();
        Storage part = new Storage(whole.key(), whole.dtype(), elements * bytes, order);
        part.place(new Part(whole, offset * bytes, elements * bytes));
        return part;
    }

    private record Part(Storage whole, long start, long length) implements ByteSource {
        @Override
        public void read(long position, ByteBuffer target) throws IOException {
            whole.read(start + position, target);
        }
    }

    private void placeStorages(List<Object> keys) throws IOException {
        long at = in.position();
        for (Object key : keys) {
            Storage storage = storages.get(String.valueOf(key instanceof String ? key : ""));
            if (storage == null) {
                throw errors.damaged("the file has data of a storage that its pickle does not name");
            }
            if (storage.isPlaced()) {
                throw errors.damaged("storage " + key + " is listed twice");
            }
            long elements = at <= size - 8 ? elementCount(at) : -1;
            long bytes = storage.byteLength();
            if (elements != bytes / storage.dtype().bytes() || at + 8 > size - bytes) {
                throw errors.damaged("storage " + key + " should have " + bytes + " bytes from " + (at + 8)
                        + " on, but the file has " + size + " bytes");
            }
            storage.place(new ByteSource.Region(channel, at + 8, bytes));
            at += 8 + bytes;
        }
        for (Storage storage : storages.values()) {
            if (!storage.isPlaced()) {
                throw errors.damaged("the data of storage " + storage.key() + " is missing");
            }
        }
    }

    private long elementCount(long at) throws IOException {
        ByteBuffer count = ByteBuffer.allocate(8).order(order);
        new ByteSource.Region(channel, at, 8).read(0, count);
        return count.getLong(0);
    }
}
