package hangolo.fuzz;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Changes that need no knowledge of a format, save for the words it is made of: bits, bytes, numbers that are often checked badly,
 * length fields, cut, repeated, moved and foreign pieces.
 */
public final class ByteMutator implements Mutator {
    private static final long[] NUMBERS = {
        0,
        1,
        -1,
        2,
        4,
        7,
        8,
        16,
        63,
        64,
        100,
        127,
        128,
        255,
        256,
        1000,
        4096,
        32767,
        32768,
        65535,
        65536,
        1 << 20,
        1 << 24,
        Integer.MAX_VALUE,
        Integer.MIN_VALUE,
        0xFFFFFFFFL,
        1L << 32,
        1L << 40,
        Long.MAX_VALUE,
        Long.MIN_VALUE
    };
    private static final int LONGEST_PIECE = 64;
    /** Growth by repetition ends here, so that the files stay small and the runs short. */
    private static final int LARGEST_FILE = 1 << 16;

    private final List<byte[]> words;

    /**
     * A mutator that also strews these words about.
     *
     * @param words what files of the format are made of, one byte for each character
     */
    public ByteMutator(String... words) {
        this.words = Arrays.stream(words)
                .map(w -> w.getBytes(StandardCharsets.ISO_8859_1))
                .toList();
    }

    @Override
    public byte[] mutate(byte[] good, SplittableRandom random) {
        byte[] bytes = good.clone();
        for (int changes = 1 + random.nextInt(4); changes > 0; changes--) {
            bytes = bytes.length == 0 ? word(random) : change(bytes, random);
        }
        return bytes;
    }

    private byte[] change(byte[] bytes, SplittableRandom random) {
        int at = place(bytes, random);
        int count = Math.min(1 + random.nextInt(LONGEST_PIECE), bytes.length - at);
        return switch (random.nextInt(13)) {
            case 0, 1 -> with(bytes, at, (byte) (bytes[at] ^ 1 << random.nextInt(8)));
            case 2 -> with(bytes, at, (byte) random.nextInt(256));
            case 3 -> with(bytes, at, (byte) (bytes[at] + (random.nextBoolean() ? 1 : -1)));
            case 4, 5 -> overwritten(bytes, at, number(bytes, random));
            case 6 -> lengthField(bytes, at, random);
            case 7 -> Arrays.copyOf(bytes, at);
            case 8 -> replaced(bytes, at, count, new byte[0]);
            case 9 -> replaced(bytes, at, 0, piece(bytes, random));
            case 10 -> overwritten(bytes, at, piece(bytes, random));
            case 11 ->
                random.nextBoolean() ? overwritten(bytes, at, word(random)) : replaced(bytes, at, 0, word(random));
            default -> repeated(bytes, at, count, random);
        };
    }

    /** Half of the changes hit the first bytes, where headers are. */
    private static int place(byte[] bytes, SplittableRandom random) {
        return random.nextInt(random.nextBoolean() ? bytes.length : Math.min(bytes.length, 128));
    }

    private static byte[] with(byte[] bytes, int at, byte value) {
        bytes[at] = value;
        return bytes;
    }

    private static byte[] overwritten(byte[] bytes, int at, byte[] piece) {
        System.arraycopy(piece, 0, bytes, at, Math.min(piece.length, bytes.length - at));
        return bytes;
    }

    private static byte[] replaced(byte[] bytes, int at, int count, byte[] piece) {
        byte[] result = Arrays.copyOf(bytes, bytes.length - count + piece.length);
        System.arraycopy(piece, 0, result, at, piece.length);
        System.arraycopy(bytes, at + count, result, at + piece.length, bytes.length - at - count);
        return result;
    }

    private static byte[] piece(byte[] bytes, SplittableRandom random) {
        int from = random.nextInt(bytes.length);
        return Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + 1 + random.nextInt(LONGEST_PIECE)));
    }

    private static byte[] repeated(byte[] bytes, int at, int count, SplittableRandom random) {
        int room = (LARGEST_FILE - bytes.length) / Math.max(1, count);
        if (room < 1) {
            return bytes;
        }
        int times = 1 + random.nextInt(Math.min(room, random.nextInt(8) == 0 ? 1000 : 8));
        byte[] more = new byte[times * count];
        for (int i = 0; i < more.length; i++) {
            more[i] = bytes[at + i % count];
        }
        return replaced(bytes, at, 0, more);
    }

    /** A suspicious number of 1, 2, 4 or 8 bytes in either order; sometimes near the length of the file. */
    private static byte[] number(byte[] bytes, SplittableRandom random) {
        long value = random.nextInt(4) == 0
                ? bytes.length + random.nextInt(-8, 9)
                : NUMBERS[random.nextInt(NUMBERS.length)] + (random.nextInt(4) == 0 ? random.nextInt(-2, 3) : 0);
        return encoded(value, 1 << random.nextInt(4), random.nextBoolean());
    }

    private static byte[] encoded(long value, int width, boolean bigEndian) {
        byte[] eight = ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(value)
                .array();
        byte[] result = Arrays.copyOf(eight, width);
        for (int i = 0; bigEndian && i < width; i++) {
            result[i] = eight[width - 1 - i];
        }
        return result;
    }

    /** Finds the next 32-bit number that could be a length in this file and makes it a little or much larger or smaller. */
    private static byte[] lengthField(byte[] bytes, int from, SplittableRandom random) {
        ByteOrder order = random.nextInt(3) == 0 ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(order);
        for (int at = from; at + 4 <= bytes.length; at++) {
            int value = buffer.getInt(at);
            if (value > 0 && value <= bytes.length) {
                int changed = switch (random.nextInt(5)) {
                    case 0 -> value + 1;
                    case 1 -> value - 1;
                    case 2 -> value * 2;
                    case 3 -> bytes.length;
                    default -> value << random.nextInt(1, 31);
                };
                buffer.putInt(at, changed);
                return bytes;
            }
        }
        return bytes;
    }

    private byte[] word(SplittableRandom random) {
        return words.isEmpty() ? new byte[] {(byte) random.nextInt(256)} : words.get(random.nextInt(words.size()));
    }
}
