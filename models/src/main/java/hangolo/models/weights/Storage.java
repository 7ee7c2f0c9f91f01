package hangolo.models.weights;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * One block of tensor bytes, which several tensors may share. In the legacy format its place in the file is known only
 * after the pickle was read, so the bytes are set late, once.
 */
public final class Storage {
    private final String key;
    private final Dtype dtype;
    private final long byteLength;
    private final ByteOrder order;
    private Optional<ByteSource> bytes = Optional.empty();

    /** A storage whose bytes are set later by {@link #place}. */
    public Storage(String key, Dtype dtype, long byteLength, ByteOrder order) {
        this.key = key;
        this.dtype = dtype;
        this.byteLength = byteLength;
        this.order = order;
    }

    /** A storage that is held in memory. */
    public static Storage inMemory(Dtype dtype, byte[] content, ByteOrder order) {
        Storage storage = new Storage("memory", dtype, content.length, order);
        storage.place(new ByteSource.Memory(content));
        return storage;
    }

    /** Says where the bytes are. */
    public void place(ByteSource source) {
        bytes = Optional.of(source);
    }

    public boolean isPlaced() {
        return bytes.isPresent();
    }

    /** Its key in the file. */
    public String key() {
        return key;
    }

    /** The type of its elements. */
    public Dtype dtype() {
        return dtype;
    }

    /** Its size in bytes, as the description says. */
    public long byteLength() {
        return byteLength;
    }

    ByteOrder order() {
        return order;
    }

    /** The CRC-32 of these bytes, if the file tells it. */
    OptionalInt sum() {
        return bytes.filter(source -> source.length() == byteLength)
                .map(ByteSource::sum)
                .orElse(OptionalInt.empty());
    }

    /** Fills a buffer with the bytes from a position on. */
    public void read(long position, ByteBuffer target) throws IOException {
        bytes.orElseThrow(() -> new IOException("storage " + key + " has no data in the file"))
                .read(position, target);
    }
}
