package hangolo.models.weights.zip;

import hangolo.models.weights.ByteSource;
import hangolo.models.weights.WeightFileErrors;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The table of contents of a zip file, zip64 included. Unlike the JDK's zip classes it tells where a stored entry lies, so that
 * tensors can be read in place.
 */
public final class ZipDirectory {
    private static final int END_RECORD = 0x06054b50;
    private static final int END_RECORD_64 = 0x06064b50;
    private static final int END_LOCATOR_64 = 0x07064b50;
    private static final int CENTRAL_HEADER = 0x02014b50;
    private static final int LOCAL_HEADER = 0x04034b50;
    private static final int END_BYTES = 22;
    private static final int CENTRAL_BYTES = 46;
    private static final int LOCAL_BYTES = 30;
    private static final long LARGEST_DIRECTORY = 256L << 20;
    private static final long IN_EXTRA_FIELD = 0xffffffffL;

    private final FileChannel channel;
    private final long size;
    private final WeightFileErrors errors;
    private final Map<String, ZipItem> items = new LinkedHashMap<>();

    private ZipDirectory(FileChannel channel, long size, WeightFileErrors errors) {
        this.channel = channel;
        this.size = size;
        this.errors = errors;
    }

    /** Reads the directory at the end of a zip file. */
    public static ZipDirectory read(FileChannel channel, WeightFileErrors errors) throws IOException {
        ZipDirectory directory = new ZipDirectory(channel, channel.size(), errors);
        directory.readCentral();
        return directory;
    }

    /** All entries by name, in directory order. */
    public Map<String, ZipItem> items() {
        return items;
    }

    /** The entry of that path; empty if there is none. */
    public Optional<ZipItem> find(String name) {
        return Optional.ofNullable(items.get(name));
    }

    private void readCentral() throws IOException {
        long end = findEnd();
        ByteBuffer record = block(end, END_BYTES);
        long entries = record.getShort(10) & 0xffff;
        long bytes = record.getInt(12) & 0xffffffffL;
        long start = record.getInt(16) & 0xffffffffL;
        if (end >= 20) {
            ByteBuffer locator = block(end - 20, 20);
            if (locator.getInt(0) == END_LOCATOR_64) {
                ByteBuffer wide = block(locator.getLong(8), 56);
                if (wide.getInt(0) != END_RECORD_64) {
                    throw errors.damaged("the zip64 end record is missing");
                }
                entries = wide.getLong(32);
                bytes = wide.getLong(40);
                start = wide.getLong(48);
            }
        }
        if (bytes < 0 || bytes > LARGEST_DIRECTORY || start < 0 || start > size - bytes) {
            throw errors.damaged("the zip directory of " + bytes + " bytes at " + start + " is not inside the file");
        }
        if (entries < 0 || entries > bytes / CENTRAL_BYTES) {
            throw errors.damaged("the zip directory is too small for its " + entries + " entries");
        }
        parse(block(start, (int) bytes), entries);
    }

    private long findEnd() throws IOException {
        int tail = (int) Math.min(size, END_BYTES + 0xffff);
        ByteBuffer last = block(size - tail, tail);
        for (int at = tail - END_BYTES; at >= 0; at--) {
            if (last.getInt(at) == END_RECORD) {
                return size - tail + at;
            }
        }
        throw errors.damaged("this zip file has no directory at its end, so it was cut off after " + size + " bytes");
    }

    private void parse(ByteBuffer central, long entries) {
        for (long n = 0; n < entries; n++) {
            if (central.remaining() < CENTRAL_BYTES || central.getInt(central.position()) != CENTRAL_HEADER) {
                throw errors.damaged("entry " + n + " of the zip directory is broken");
            }
            ZipItem item = item(central);
            if (items.put(item.name(), item) != null) {
                throw errors.damaged("the zip directory lists " + item.name() + " twice");
            }
        }
    }

    private ZipItem item(ByteBuffer central) {
        int at = central.position();
        int nameBytes = central.getShort(at + 28) & 0xffff;
        int extraBytes = central.getShort(at + 30) & 0xffff;
        int commentBytes = central.getShort(at + 32) & 0xffff;
        int whole = CENTRAL_BYTES + nameBytes + extraBytes + commentBytes;
        if (central.remaining() < whole) {
            throw errors.damaged("the zip directory ends inside an entry");
        }
        byte[] name = new byte[nameBytes];
        central.get(at + CENTRAL_BYTES, name);
        ByteBuffer extra =
                central.slice(at + CENTRAL_BYTES + nameBytes, extraBytes).order(ByteOrder.LITTLE_ENDIAN);
        long[] wide = {
            central.getInt(at + 24) & 0xffffffffL,
            central.getInt(at + 20) & 0xffffffffL,
            central.getInt(at + 42) & 0xffffffffL
        };
        widen(extra, wide);
        central.position(at + whole);
        return new ZipItem(
                new String(name, StandardCharsets.UTF_8),
                central.getShort(at + 10) & 0xffff,
                central.getShort(at + 8) & 0xffff,
                central.getInt(at + 16),
                wide[0],
                wide[1],
                wide[2]);
    }

    /** Replaces the figures that did not fit (size, packed size, offset, in this order) from the zip64 extra field. */
    private void widen(ByteBuffer extra, long[] figures) {
        while (extra.remaining() >= 4) {
            int id = extra.getShort() & 0xffff;
            int length = extra.getShort() & 0xffff;
            if (length > extra.remaining()) {
                return;
            }
            int next = extra.position() + length;
            if (id == 1) {
                for (int i = 0; i < figures.length; i++) {
                    if (figures[i] == IN_EXTRA_FIELD && next - extra.position() >= 8) {
                        figures[i] = extra.getLong();
                    }
                }
            }
            extra.position(next);
        }
    }

    /** The bytes of a stored entry, in place, or of a deflated one, unpacked into memory at the first use. */
    public ByteSource open(ZipItem item) throws IOException {
        if ((item.flags() & 1) != 0) {
            throw errors.unsupported(item.name() + " in it is encrypted");
        }
        ByteBuffer local = block(item.headerOffset(), LOCAL_BYTES);
        if (local.getInt(0) != LOCAL_HEADER) {
            throw errors.damaged("the header of " + item.name() + " is missing");
        }
        long start = item.headerOffset() + LOCAL_BYTES + (local.getShort(26) & 0xffff) + (local.getShort(28) & 0xffff);
        if (item.packedBytes() < 0 || item.bytes() < 0 || start > size - item.packedBytes()) {
            throw errors.damaged(item.name() + " should have " + item.packedBytes() + " bytes from " + start
                    + " on, but the file has " + size);
        }
        ByteSource packed = new ByteSource.Region(channel, start, item.packedBytes());
        ByteSource content = switch (item.method()) {
            case 0 -> {
                if (item.bytes() != item.packedBytes()) {
                    throw errors.damaged("two sizes of " + item.name() + " differ");
                }
                yield packed;
            }
            case 8 -> new DeflatedEntry(packed, item.bytes(), item.name(), errors);
            default ->
                throw errors.unsupported(item.name() + " in it is packed by method " + item.method()
                        + "; only stored and deflated are known");
        };
        return new ByteSource.Summed(content, item.crc());
    }

    private ByteBuffer block(long position, int bytes) throws IOException {
        if (position < 0 || position > size - bytes) {
            throw errors.damaged("the zip file ends inside a header");
        }
        ByteBuffer block = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
        new ByteSource.Region(channel, position, bytes).read(0, block);
        return block.flip();
    }
}
