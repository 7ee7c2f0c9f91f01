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
import hangolo.models.weights.zip.ZipDirectory;
import hangolo.models.weights.zip.ZipItem;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;

/** The zip format of PyTorch since 1.6: {@code <root>/data.pkl} and one entry {@code <root>/data/<key>} for each storage. */
final class ZipTorchReader {
    /** The pickle of the full XTTS checkpoint has 0.4 MB. */
    static final long LARGEST_PICKLE = 64L << 20;

    private static final String PICKLE = "data.pkl";

    private final ZipDirectory zip;
    private final WeightFileErrors errors;
    private final Map<String, Storage> storages = new HashMap<>();
    private String root = "";
    private ByteOrder order = ByteOrder.LITTLE_ENDIAN;

    private ZipTorchReader(ZipDirectory zip, WeightFileErrors errors) {
        this.zip = zip;
        this.errors = errors;
    }

    static WeightFile.Content read(FileChannel channel, WeightFileErrors errors) throws IOException {
        ZipTorchReader reader = new ZipTorchReader(ZipDirectory.read(channel, errors), errors);
        return new WeightFile.Content("PyTorch zip", reader.load(), reader.metadata());
    }

    private Object load() throws IOException {
        ZipItem pickle = findPickle();
        root = pickle.name().substring(0, pickle.name().length() - PICKLE.length());
        order = byteOrder();
        if (pickle.bytes() > LARGEST_PICKLE) {
            throw errors.unsupported("its pickle has " + pickle.bytes() + " bytes; the limit is " + LARGEST_PICKLE);
        }
        ByteSource source = zip.open(pickle);
        checkSum(source, pickle);
        PickleConstructors calls = new PickleConstructors(errors, this::storage, source.length());
        return new Unpickler(new PickleInput(source, errors), calls, errors).load();
    }

    private ZipItem findPickle() {
        List<ZipItem> found = zip.items().values().stream()
                .filter(i -> i.name().equals(PICKLE)
                        || i.name().endsWith("/" + PICKLE)
                                && i.name().indexOf('/') == i.name().lastIndexOf('/'))
                .toList();
        if (found.size() == 1) {
            return found.get(0);
        }
        throw errors.unsupported("this zip file has " + found.size() + " entries named <folder>/" + PICKLE
                + ", a PyTorch file has one. Expected a .pth file that torch.save wrote");
    }

    private ByteOrder byteOrder() throws IOException {
        String text = text("byteorder", 16);
        return switch (text) {
            case "", "little" -> ByteOrder.LITTLE_ENDIAN;
            case "big" -> ByteOrder.BIG_ENDIAN;
            default -> throw errors.damaged("the byte order is \"" + text + "\", expected little or big");
        };
    }

    private String text(String entry, int most) throws IOException {
        ZipItem item = zip.items().get(root + entry);
        if (item == null) {
            return "";
        }
        if (item.bytes() > most) {
            throw errors.damaged(item.name() + " is too long");
        }
        ByteBuffer bytes = ByteBuffer.allocate((int) item.bytes());
        zip.open(item).read(0, bytes);
        return new String(bytes.array(), StandardCharsets.UTF_8).strip();
    }

    private Map<String, String> metadata() throws IOException {
        Map<String, String> metadata = new LinkedHashMap<>();
        String folder = root.isEmpty() ? "" : root.substring(0, root.length() - 1);
        metadata.put("folder", folder);
        metadata.put("version", text("version", 64));
        metadata.put("byteorder", order == ByteOrder.LITTLE_ENDIAN ? "little" : "big");
        return metadata;
    }

    private void checkSum(ByteSource source, ZipItem item) throws IOException {
        CRC32 crc = new CRC32();
        ByteBuffer chunk = ByteBuffer.allocate(1 << 16);
        for (long at = 0; at < source.length(); at += chunk.limit()) {
            chunk.clear().limit((int) Math.min(chunk.capacity(), source.length() - at));
            source.read(at, chunk);
            crc.update(chunk.flip());
        }
        if ((int) crc.getValue() != item.crc()) {
            throw errors.damaged("the check sum of " + item.name() + " is wrong");
        }
    }

    /** A persistent id is {@code ('storage', class, key, device, element count)}; the device does not matter here. */
    private Object storage(Object id) {
        List<Object> parts = PickleArguments.list(id, errors);
        if (parts.size() < 5 || !"storage".equals(parts.get(0)) || !(parts.get(2) instanceof String key)) {
            throw errors.damaged("the pickle refers to something that is no storage");
        }
        Dtype dtype = StorageTypes.of(parts.get(1), errors);
        long elements = PickleArguments.integer(parts.get(4), errors);
        Storage known = storages.get(key);
        if (known != null && known.dtype() == dtype && known.byteLength() == elements * dtype.bytes()) {
            return known;
        }
        Storage storage = openStorage(key, dtype, elements);
        storages.put(key, storage);
        return storage;
    }

    private Storage openStorage(String key, Dtype dtype, long elements) {
        ZipItem item = zip.find(root + "data/" + key)
                .orElseThrow(() -> errors.damaged("the data of storage " + key + " is missing"));
        if (elements < 0 || elements > item.bytes() / dtype.bytes()) {
            throw errors.damaged("storage " + key + " should have " + elements + " elements of " + dtype.bytes()
                    + " bytes, but the file has " + item.bytes() + " bytes for it");
        }
        Storage storage = new Storage(key, dtype, elements * dtype.bytes(), order);
        try {
            storage.place(zip.open(item));
        } catch (IOException e) {
            throw errors.failed("reading " + item.name(), e);
        }
        return storage;
    }
}
