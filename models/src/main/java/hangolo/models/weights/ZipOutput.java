package hangolo.models.weights;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/**
 * Writes a zip file of stored entries, each beginning at a multiple of 64 bytes as PyTorch lays them out, with zip64 fields
 * only where a figure needs them. The size of an entry is known before its content; its check sum is filled in afterwards.
 */
final class ZipOutput {
    private static final int ALIGNMENT = 64;
    private static final int UTF8_NAMES = 0x0800;
    private static final long LARGEST_32 = 0xffffffffL;
    private static final int LOCAL_BYTES = 30;
    /** The extra field that PyTorch uses for padding. */
    private static final short PADDING_ID = 0x4246;

    private final FileChannel channel;
    private final ByteArrayOutputStream central = new ByteArrayOutputStream();
    private final CRC32 crc = new CRC32();
    private long position;
    private long entries;
    private byte[] name = new byte[0];
    private long size;
    private long headerAt;
    private long dataAt;

    ZipOutput(FileChannel channel) {
        this.channel = channel;
    }

    void entry(String entryName, byte[] content) throws IOException {
        begin(entryName, content.length);
        write(ByteBuffer.wrap(content));
        end();
    }

    void begin(String entryName, long bytes) throws IOException {
        name = entryName.getBytes(StandardCharsets.UTF_8);
        size = bytes;
        headerAt = position;
        crc.reset();
        int wide = bytes >= LARGEST_32 ? 20 : 0;
        long unpadded = position + LOCAL_BYTES + name.length + wide + 4;
        int padding = (int) ((ALIGNMENT - unpadded % ALIGNMENT) % ALIGNMENT);
        ByteBuffer header = little(LOCAL_BYTES + name.length + wide + 4 + padding);
        header.putInt(0x04034b50)
                .putShort(version(wide > 0))
                .putShort((short) UTF8_NAMES)
                .putShort((short) 0);
        header.putInt(DOS_EPOCH).putInt(0).putInt((int) Math.min(bytes, LARGEST_32));
        header.putInt((int) Math.min(bytes, LARGEST_32));
        header.putShort((short) name.length)
                .putShort((short) (wide + 4 + padding))
                .put(name);
        if (wide > 0)
            header.putShort((short) 1).putShort((short) 16).putLong(bytes).putLong(bytes);
        header.putShort(PADDING_ID).putShort((short) padding);
        while (header.hasRemaining()) header.put((byte) 'Z');
        append(header.flip());
        dataAt = position;
    }

    /** 1980-01-01 00:00, so that equal content gives equal files. */
    private static final int DOS_EPOCH = (1 << 5 | 1) << 16;

    void write(ByteBuffer content) throws IOException {
        crc.update(content.duplicate());
        append(content);
    }

    void end() throws IOException {
        if (position - dataAt != size) {
            throw new IOException(new String(name, StandardCharsets.UTF_8) + " got " + (position - dataAt)
                    + " bytes, expected " + size);
        }
        ByteBuffer sum = little(4).putInt((int) crc.getValue()).flip();
        for (long at = headerAt + 14; sum.hasRemaining(); ) at += channel.write(sum, at);
        addToCentral();
        entries++;
    }

    private void addToCentral() {
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
            if (wideSize) header.putLong(size).putLong(size);
            if (wideOffset) header.putLong(headerAt);
        }
        central.writeBytes(header.array());
    }

    /** Writes the directory; nothing can follow. */
    void finish() throws IOException {
        long start = position;
        append(ByteBuffer.wrap(central.toByteArray()));
        long bytes = position - start;
        if (start >= LARGEST_32 || entries >= 0xffff) writeWideEnd(start, bytes);
        ByteBuffer end = little(22);
        short count = (short) Math.min(entries, 0xffff);
        end.putInt(0x06054b50).putInt(0).putShort(count).putShort(count).putInt((int) bytes);
        end.putInt((int) Math.min(start, LARGEST_32)).putShort((short) 0);
        append(end.flip());
    }

    private void writeWideEnd(long start, long bytes) throws IOException {
        long at = position;
        ByteBuffer end = little(56 + 20);
        end.putInt(0x06064b50)
                .putLong(44)
                .putShort(version(true))
                .putShort(version(true))
                .putInt(0)
                .putInt(0);
        end.putLong(entries).putLong(entries).putLong(bytes).putLong(start);
        end.putInt(0x07064b50).putInt(0).putLong(at).putInt(1);
        append(end.flip());
    }

    private static short version(boolean wide) {
        return (short) (wide ? 45 : 20);
    }

    private static ByteBuffer little(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private void append(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) position += channel.write(bytes, position);
    }
}
