package hangolo.audio;

import java.nio.ByteBuffer;
import java.nio.file.Path;

/**
 * The {@code fmt} chunk of a RIFF file: how one frame (a sample of every channel) is stored.
 *
 * @param encoding PCM or floating point
 * @param bytes bytes of one sample of one channel, 1 to 8
 */
record WavFormat(Encoding encoding, int channels, int sampleRate, int bytes) {
    /** How numbers are stored. */
    enum Encoding {
        PCM,
        FLOAT
    }

    private static final int PCM = 1;
    private static final int FLOAT = 3;
    private static final int EXTENSIBLE = 0xFFFE;
    private static final int MOST_CHANNELS = 64;
    /** Telephones have 8000; at much less there is no speech, but a few bytes would become minutes at the model's rate. */
    static final int FEWEST_HERTZ = 4000;

    static final int MOST_HERTZ = 768_000;

    int frameBytes() {
        return channels * bytes;
    }

    /** Reads the chunk's content (little endian, at least 16 bytes). */
    static WavFormat parse(Path file, ByteBuffer chunk) throws AudioFormatException {
        if (chunk.remaining() < 16) {
            throw new AudioFormatException(
                    file, "its fmt chunk has " + chunk.remaining() + " bytes instead of 16 or more. Export it again.");
        }
        int tag = Short.toUnsignedInt(chunk.getShort(0));
        int channels = Short.toUnsignedInt(chunk.getShort(2));
        int rate = chunk.getInt(4);
        int align = Short.toUnsignedInt(chunk.getShort(12));
        int bits = Short.toUnsignedInt(chunk.getShort(14));
        if (tag == EXTENSIBLE && chunk.remaining() >= 26) {
            tag = Short.toUnsignedInt(chunk.getShort(24));
        }
        require(file, channels >= 1 && channels <= MOST_CHANNELS, channels + " channels");
        require(
                file,
                rate >= FEWEST_HERTZ && rate <= MOST_HERTZ,
                "a sample rate of " + Integer.toUnsignedString(rate) + " Hz");
        // Odd widths such as 12 or 20 bits sit at the top of a container of whole bytes.
        int bytes =
                align > 0 && align % channels == 0 && align / channels * 8 >= bits ? align / channels : (bits + 7) / 8;
        Encoding encoding = encoding(file, tag, bytes);
        return new WavFormat(encoding, channels, rate, bytes);
    }

    private static Encoding encoding(Path file, int tag, int bytes) throws AudioFormatException {
        if (tag == PCM && bytes >= 1 && bytes <= 4) {
            return Encoding.PCM;
        }
        if (tag == FLOAT && (bytes == 4 || bytes == 8)) {
            return Encoding.FLOAT;
        }
        throw new AudioFormatException(
                file,
                "WAV encoding %d with %d bytes a sample is not supported (PCM of 8 to 32 bits and float of 32 or 64 are). Convert it to 16-bit PCM."
                        .formatted(tag, bytes));
    }

    private static void require(Path file, boolean possible, String found) throws AudioFormatException {
        if (!possible) {
            throw new AudioFormatException(file, "its header says " + found + ". Export it again.");
        }
    }

    /** One sample at the buffer's position, scaled to -1..1. */
    float next(ByteBuffer data) {
        if (encoding == Encoding.FLOAT) {
            return bytes == 4 ? data.getFloat() : (float) data.getDouble();
        }
        return switch (bytes) {
            case 1 -> ((data.get() & 0xFF) - 128) / 128f;
            case 2 -> data.getShort() / 32768f;
            case 3 -> ((data.get() & 0xFF) | (data.get() & 0xFF) << 8 | data.get() << 16) / 8388608f;
            default -> data.getInt() / 2147483648f;
        };
    }
}
