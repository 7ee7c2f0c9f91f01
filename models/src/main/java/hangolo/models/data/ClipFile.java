package hangolo.models.data;

import hangolo.base.WholeFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.IntBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * One entry of the clip cache. Little endian:
 *
 * <pre>
 *  0  8 bytes  "HANGCLIP"
 *  8  int      version of this format
 * 12  32 bytes the key
 * 44  int      1: samples are 16-bit integers k, meaning k / 32768; 2: samples are 32-bit floats
 * 48  int      number of samples
 * 52  int      number of text tokens
 * 56  int      number of audio codes
 * 60           text tokens (int), audio codes (int), samples
 *     int      CRC-32C of all that precedes
 * </pre>
 *
 * <p>16 bits are used where they lose nothing, which is so for any 16-bit file at the training rate. An entry whose
 * length, key or checksum is not as it should be counts as absent.
 */
final class ClipFile {

    /** Goes into every key: raise it whenever decoding, resampling or this layout changes. */
    static final int VERSION = 2;

    private static final byte[] MAGIC = {'H', 'A', 'N', 'G', 'C', 'L', 'I', 'P'};
    private static final int HEADER = 60;
    private static final int ENCODING_AT = 44;
    private static final int PCM16 = 1;
    private static final int FLOAT32 = 2;

    /** Samples that are read in one go. */
    private static final int AT_ONCE = 4096;

    private ClipFile() {}

    /** What an entry holds beside the sound. */
    record Entry(int samples, int[] text, int[] codes) {}

    /** Sizes of the parts, from the header. */
    private record Layout(int encoding, int samples, int text, int codes) {

        static Layout of(ByteBuffer header) {
            header.position(ENCODING_AT);
            return new Layout(header.getInt(), header.getInt(), header.getInt(), header.getInt());
        }

        boolean isPossible() {
            return (encoding == PCM16 || encoding == FLOAT32) && samples >= 0 && text >= 0 && codes >= 0;
        }

        int sampleBytes() {
            return encoding == PCM16 ? Short.BYTES : Float.BYTES;
        }

        long audioStart() {
            return HEADER + Integer.BYTES * ((long) text + codes);
        }

        long length() {
            return audioStart() + (long) sampleBytes() * samples + Integer.BYTES;
        }
    }

    /**
     * Writes an entry whole or not at all. It is not forced to disk: an entry that a power failure damaged counts as absent, and is
     * made anew.
     */
    static void write(Path file, String key, float[] audio, int[] text, int[] codes) throws IOException {
        boolean exact = fits16Bits(audio);
        Layout layout = new Layout(exact ? PCM16 : FLOAT32, audio.length, text.length, codes.length);
        ByteBuffer out = ByteBuffer.allocate(Math.toIntExact(layout.length())).order(ByteOrder.LITTLE_ENDIAN);
        out.put(MAGIC).putInt(VERSION).put(HexFormat.of().parseHex(key));
        out.putInt(layout.encoding).putInt(audio.length).putInt(text.length).putInt(codes.length);
        for (int[] values : new int[][] {text, codes}) {
            out.asIntBuffer().put(values);
            out.position(out.position() + Integer.BYTES * values.length);
        }
        for (float sample : audio) {
            if (exact) {
                out.putShort((short) (sample * 32768));
            } else {
                out.putFloat(sample);
            }
        }
        out.putInt(checksum(out.duplicate().flip()));
        WholeFile.writeCached(file, out.flip());
    }

    /** The entry, or empty if there is none with this key or it is damaged. */
    static Optional<Entry> read(Path file, String key) throws IOException {
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try (FileChannel channel = FileChannel.open(file)) {
            long size = channel.size();
            if (size < HEADER || size > Integer.MAX_VALUE) {
                return Optional.empty();
            }
            ByteBuffer in = readFully(channel, 0, HEADER);
            Layout layout = Layout.of(in);
            if (!isHeader(in, key) || !layout.isPossible() || layout.length() != size) {
                return Optional.empty();
            }
            ByteBuffer whole = readFully(channel, 0, (int) size);
            int expected = whole.getInt((int) size - Integer.BYTES);
            if (checksum(whole.duplicate().limit((int) size - Integer.BYTES)) != expected) {
                return Optional.empty();
            }
            IntBuffer numbers = whole.position(HEADER).asIntBuffer();
            int[] text = new int[layout.text];
            int[] codes = new int[layout.codes];
            numbers.get(text).get(codes);
            return Optional.of(new Entry(layout.samples, text, codes));
        }
    }

    /** Reads a part of the sound into the first elements of {@code target}. */
    static void audio(Path file, int from, int to, float[] target) throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            Layout layout = Layout.of(readFully(channel, 0, HEADER));
            if (!layout.isPossible() || layout.length() != channel.size() || to > layout.samples) {
                throw new DataException(file + ": this cache entry was changed while it was in use. Start again: it"
                        + " will be made anew.");
            }
            int width = layout.sampleBytes();
            ByteBuffer in = buffer(width * AT_ONCE);
            for (int at = from; at < to; at += AT_ONCE) {
                int count = Math.min(AT_ONCE, to - at);
                fill(in.clear().limit(width * count), channel, layout.audioStart() + (long) width * at);
                for (int i = at - from; i < at - from + count; i++) {
                    target[i] = layout.encoding == PCM16 ? in.getShort() / 32768f : in.getFloat();
                }
            }
        }
    }

    private static boolean isHeader(ByteBuffer in, String key) {
        byte[] magic = new byte[MAGIC.length];
        byte[] found = new byte[32];
        in.get(0, magic).get(12, found);
        return Arrays.equals(magic, MAGIC)
                && in.getInt(8) == VERSION
                && HexFormat.of().formatHex(found).equals(key);
    }

    private static ByteBuffer readFully(FileChannel channel, long position, int bytes) throws IOException {
        ByteBuffer buffer = buffer(bytes);
        fill(buffer, channel, position);
        return buffer;
    }

    private static ByteBuffer buffer(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Reads up to the buffer's limit, and makes it ready to be read from. */
    private static void fill(ByteBuffer buffer, FileChannel channel, long position) throws IOException {
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, position + buffer.position()) < 0) {
                throw new DataException("a cache entry ended too early: it was changed while it was in use.");
            }
        }
        buffer.flip();
    }

    private static int checksum(ByteBuffer bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        return (int) crc.getValue();
    }

    private static boolean fits16Bits(float[] audio) {
        for (float sample : audio) {
            float scaled = sample * 32768;
            if (scaled != (short) scaled) {
                return false;
            }
        }
        return true;
    }
}
