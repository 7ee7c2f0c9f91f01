package hangolo.models.weights.pickle;

import hangolo.models.weights.ByteSource;
import hangolo.models.weights.WeightFileErrors;
import hangolo.models.weights.WeightFileException;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Reads the primitive fields of a pickle stream; knows its position, never reads past the end, and never takes memory for
 * more bytes than are left.
 */
public final class PickleInput {
    private static final int WINDOW = 1 << 16;
    private static final int LONGEST_LINE = 1 << 16;
    /** Longer integers than this have no meaning in a weight file, and are slow to convert. */
    private static final int LONGEST_INTEGER = 1024;

    private final ByteSource source;
    private final WeightFileErrors errors;
    private final ByteBuffer window;
    private long windowStart;

    /** Reads a pickle from its first byte. */
    public PickleInput(ByteSource source, WeightFileErrors errors) {
        this.source = source;
        this.errors = errors;
        this.window = ByteBuffer.allocate((int) Math.min(WINDOW, source.length()))
                .order(ByteOrder.LITTLE_ENDIAN)
                .limit(0);
    }

    /** The position of the next byte. */
    public long position() {
        return windowStart + window.position();
    }

    /** How many bytes are left. */
    public long remaining() {
        return source.length() - position();
    }

    /** Makes {@code bytes} (at most the window) readable without a further check. */
    private ByteBuffer need(int bytes) {
        if (window.remaining() >= bytes) {
            return window;
        }
        if (remaining() < bytes) {
            throw truncated();
        }
        windowStart = position();
        window.clear().limit((int) Math.min(window.capacity(), source.length() - windowStart));
        readFrom(windowStart, window);
        window.flip();
        return window;
    }

    private void readFrom(long position, ByteBuffer target) {
        try {
            source.read(position, target);
        } catch (IOException e) {
            throw errors.failed("reading", e);
        }
    }

    private WeightFileException truncated() {
        return errors.damaged("the pickle ends in the middle of a value, after " + source.length() + " bytes");
    }

    int unsignedByte() {
        return need(1).get() & 0xff;
    }

    int unsignedShort() {
        return need(2).getShort() & 0xffff;
    }

    int signedInt() {
        return need(4).getInt();
    }

    long unsignedInt() {
        return need(4).getInt() & 0xffffffffL;
    }

    long signedLong() {
        return need(8).getLong();
    }

    double bigEndianDouble() {
        return Double.longBitsToDouble(Long.reverseBytes(need(8).getLong()));
    }

    byte[] bytes(long length) {
        if (length < 0 || length > remaining() || length > Integer.MAX_VALUE - 16) {
            throw truncated();
        }
        byte[] result = new byte[(int) length];
        int buffered = (int) Math.min(length, window.remaining());
        window.get(result, 0, buffered);
        if (buffered < length) {
            long from = position();
            readFrom(from, ByteBuffer.wrap(result, buffered, result.length - buffered));
            windowStart = from + result.length - buffered;
            window.clear().limit(0);
        }
        return result;
    }

    String utf8(long length) {
        return new String(bytes(length), StandardCharsets.UTF_8);
    }

    String latin1(long length) {
        return new String(bytes(length), StandardCharsets.ISO_8859_1);
    }

    String line() {
        StringBuilder line = new StringBuilder();
        int c;
        while ((c = unsignedByte()) != '\n') {
            if (line.length() == LONGEST_LINE) {
                throw errors.damaged("the pickle has a line without an end");
            }
            line.append((char) c);
        }
        return line.toString();
    }

    /** A little-endian two's complement integer: Long if it fits, else BigInteger. */
    Number integer(long length) {
        if (length == 0) {
            return 0L;
        }
        if (length > LONGEST_INTEGER) {
            throw errors.damaged("the pickle has an integer of " + length + " bytes");
        }
        byte[] little = bytes(length);
        byte[] big = new byte[little.length];
        for (int i = 0; i < big.length; i++) {
            big[i] = little[big.length - 1 - i];
        }
        return shortest(new BigInteger(big));
    }

    Number decimalInteger(String text) {
        String digits = text.endsWith("L") ? text.substring(0, text.length() - 1) : text;
        if (digits.length() > LONGEST_INTEGER) {
            throw errors.damaged("the pickle has an integer that is too long");
        }
        try {
            return shortest(new BigInteger(digits.strip()));
        } catch (NumberFormatException e) {
            throw errors.damaged("the pickle has a number that cannot be read");
        }
    }

    double decimal(String text) {
        try {
            return switch (text.strip()) {
                case "inf" -> Double.POSITIVE_INFINITY;
                case "-inf" -> Double.NEGATIVE_INFINITY;
                case "nan" -> Double.NaN;
                default -> Double.parseDouble(text);
            };
        } catch (NumberFormatException e) {
            throw errors.damaged("the pickle has a number that cannot be read");
        }
    }

    private static Number shortest(BigInteger value) {
        return value.bitLength() < 64 ? (Number) value.longValue() : value;
    }
}
