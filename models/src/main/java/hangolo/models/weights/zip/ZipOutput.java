package hangolo.models.weights.zip;

import hangolo.base.DirectFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes a zip file of stored entries, each beginning at a multiple of 64 bytes as PyTorch lays them out, with zip64 fields
 * only where a figure needs them. The size of an entry is known before its content: every entry has its place at once, and
 * different entries may be written by different threads.
 */
public final class ZipOutput {
    private final DirectFile file;
    private final List<ZipOutputEntry> entries = new ArrayList<>();
    private long end;

    /** Begins a zip file at the front of an empty file. */
    public ZipOutput(DirectFile file) {
        this.file = file;
    }

    /** An entry behind those before it. */
    public ZipOutputEntry place(String name, long bytes) {
        ZipOutputEntry entry = new ZipOutputEntry(file, name, bytes, end);
        entries.add(entry);
        end = entry.endsAt();
        return entry;
    }

    /** A small entry, written at once. */
    public void entry(String name, byte[] content) throws IOException {
        ZipOutputEntry entry = place(name, content.length);
        entry.write(ByteBuffer.wrap(content));
        entry.end();
    }

    /** Writes the directory; all entries are complete. */
    public void finish() throws IOException {
        ByteArrayOutputStream directory = new ByteArrayOutputStream();
        entries.forEach(entry -> directory.writeBytes(entry.centralHeader()));
        int bytes = directory.size();
        if (end >= ZipOutputEntry.LARGEST_32 || entries.size() >= 0xffff) {
            directory.writeBytes(wideEnd(bytes));
        }
        short count = (short) Math.min(entries.size(), 0xffff);
        ByteBuffer last = ZipOutputEntry.little(22);
        last.putInt(0x06054b50).putInt(0).putShort(count).putShort(count).putInt(bytes);
        last.putInt((int) Math.min(end, ZipOutputEntry.LARGEST_32)).putShort((short) 0);
        directory.writeBytes(last.array());
        file.write(ByteBuffer.wrap(directory.toByteArray()), end);
    }

    private byte[] wideEnd(long bytes) {
        ByteBuffer wide = ZipOutputEntry.little(56 + 20);
        short version = ZipOutputEntry.version(true);
        wide.putInt(0x06064b50)
                .putLong(44)
                .putShort(version)
                .putShort(version)
                .putInt(0)
                .putInt(0);
        wide.putLong(entries.size()).putLong(entries.size()).putLong(bytes).putLong(end);
        wide.putInt(0x07064b50).putInt(0).putLong(end + bytes).putInt(1);
        return wide.array();
    }
}
