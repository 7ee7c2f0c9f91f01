package hangolo.models.weights.zip;

import hangolo.base.DirectFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/** One stored entry of a {@link ZipOutput} with its place in the file; a single thread writes it from its front to its end. */
public final class ZipOutputEntry {
    /** The largest figure that needs no zip64 field. */
    static final long LARGEST_32 = 0xffffffffL;

    private static final int ALIGNMENT = 64;
    private static final int UTF8_NAMES = 0x0800;
    private static final int LOCAL_BYTES = 30;
    /** The extra field that PyTorch uses for padding. */
    private static final short PADDING_ID = 0x4246;
    /** 1980-01-01 00:00, so that equal content gives equal files. */
    private static final int DOS_EPOCH = (1 << 5 | 1) << 16;

    private final DirectFile file;
    private final byte[] name;
    private final long size;
    private final long headerAt;
    private final long dataAt;
    private final CRC32 crc = new CRC32();
    private long position;

    ZipOutputEntry(DirectFile file, String name, long size, long headerAt) {
        this.file = file;
        this.name = name.getBytes(StandardCharsets.UTF_8);
        this.size = size;
        this.headerAt = headerAt;
        long unpadded = headerAt + LOCAL_BYTES + this.name.length + wide() + 4;
        this.dataAt = (unpadded + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
        this.position = dataAt;
    }

    private int wide() {
        return size >= LARGEST_32 ? 20 : 0;
    }

    /** Where the next content goes. */
    public long position() {
        return position;
    }

    /** Appends content. */
    public void write(ByteBuffer content) throws IOException {
        crc.update(content.duplicate());
        int bytes = content.remaining();
        file.write(content, position);
        position += bytes;
    }

    /** All content was written. */
    public void end() throws IOException {
        if (position - dataAt != size) {
            throw new IOException(new String(name, StandardCharsets.UTF_8) + " got " + (position - dataAt)
                    + " bytes, expected " + size);
        }
        file.write(localHeader(), headerAt);
    }

    private ByteBuffer localHeader() {
        ByteBuffer header = little((int) (dataAt - headerAt));
        int padding = header.capacity() - LOCAL_BYTES - name.length - wide() - 4;
        header.putInt(0x04034b50)
                .putShort(version(wide() > 0))
                .putShort((short) UTF8_NAMES)
                .putShort((short) 0);
        header.putInt(DOS_EPOCH).putInt((int) crc.getValue()).putInt((int) Math.min(size, LARGEST_32));
        header.putInt((int) Math.min(size, LARGEST_32));
        header.putShort((short) name.length)
                .putShort((short) (wide() + 4 + padding))
                .put(name);
        if (wide() > 0) {
            header.putShort((short) 1).putShort((short) 16).putLong(size).putLong(size);
        }
        header.putShort(PADDING_ID).putShort((short) padding);
        while (header.hasRemaining()) {
            header.put((byte) 'Z');
        }
        return header.flip();
    }

    /** Where the entry ends and the next one can begin. */
    long endsAt() {
        return dataAt + size;
    }

    /** What the directory of the file says of it. */
    byte[] centralHeader() {
        boolean wideSize = size >= LARGEST_32;
        boolean wideOffset = headerAt >= LARGEST_32;
        int extra = wideSize || wideOffset ? 4 + (wideSize ? 16 : 0) + (wideOffset ? 8 : 0) : 0;
        ByteBuffer header = little(46 + name.length + extra);
        header.putInt(0x02014b50).putShort(version(extra > 0)).putShort(version(extra > 0));
        header.putShort((short) UTF8_NAMES)
                .putShort((short) 0)
                .putInt(DOS_EPOCH)
                .putInt((int) crc.getValue());
        header.putInt((int) Math.min(size, LARGEST_32)).putInt((int) Math.min(size, LARGEST_32));
        header.putShort((short) name.length)
                .putShort((short) extra)
                .putShort((short) 0)
                .putShort((short) 0);
        header.putShort((short) 0)
                .putInt(0)
                .putInt((int) Math.min(headerAt, LARGEST_32))
                .put(name);
        if (extra > 0) {
            header.putShort((short) 1).putShort((short) (extra - 4));
            if (wideSize) {
                header.putLong(size).putLong(size);
            }
            if (wideOffset) {
                header.putLong(headerAt);
            }
        }
        return header.array();
    }

    /** The version of the format that a reader needs. */
    static short version(boolean wide) {
        return (short) (wide ? 45 : 20);
    }

    static ByteBuffer little(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
