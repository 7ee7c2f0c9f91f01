package hangolo.app.log;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the numbers of a TensorBoard event file: TFRecord framing with its checksums around {@code Event} messages. What is
 * not a number (sounds, texts) and fields that are not known are passed over. A record that a crash cut short at the end of
 * the file is left out.
 */
public final class TensorBoardReader {

    private static final int HEAD = 12;
    private static final int TAIL = 4;
    private static final int DT_FLOAT = 1;
    private static final int DT_DOUBLE = 2;

    /** A number of a step; {@code time} in seconds since 1970. */
    public record Scalar(String tag, long step, double time, double value) {}

    private final Path file;
    private final List<Scalar> scalars = new ArrayList<>();

    private TensorBoardReader(Path file) {
        this.file = file;
    }

    /** Whether a file begins like an event file: the length of its first record has the right checksum. */
    public static boolean reads(Path file) throws IOException {
        byte[] head = new byte[HEAD];
        try (var in = Files.newInputStream(file)) {
            return in.readNBytes(head, 0, HEAD) == HEAD
                    && TensorBoardWriter.maskedCrc(head, 8)
                            == littleEndian(head).getInt(8);
        }
    }

    /**
     * The numbers of a file, in its order.
     *
     * @throws LogException if a checksum is wrong or a message cannot be read, with its place
     */
    public static List<Scalar> scalars(Path file) {
        TensorBoardReader reader = new TensorBoardReader(file);
        try {
            reader.read(littleEndian(Files.readAllBytes(file)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return reader.scalars;
    }

    private static ByteBuffer littleEndian(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private void read(ByteBuffer all) {
        for (int record = 1; all.remaining() >= HEAD; record++) {
            int at = all.position();
            byte[] length = new byte[8];
            all.get(length);
            check(
                    TensorBoardWriter.maskedCrc(length, 8) == all.getInt(),
                    record,
                    at,
                    "the checksum of its length is wrong");
            long size = littleEndian(length).getLong();
            if (size < 0 || size > all.remaining() - (long) TAIL) {
                return;
            }
            byte[] data = new byte[(int) size];
            all.get(data);
            check(TensorBoardWriter.maskedCrc(data, data.length) == all.getInt(), record, at, "its checksum is wrong");
            try {
                event(littleEndian(data));
            } catch (BufferUnderflowException | IllegalArgumentException e) {
                check(false, record, at, "it is no event message");
            }
        }
    }

    private void check(boolean fine, int record, int at, String problem) {
        if (!fine) {
            throw new LogException(file + ": record " + record + " at byte " + at + " is damaged: " + problem
                    + ".\nCopy the file anew, or use the trainer's log of the same run.");
        }
    }

    private void event(ByteBuffer data) {
        double time = 0;
        long step = 0;
        List<ByteBuffer> summaries = new ArrayList<>();
        while (data.hasRemaining()) {
            int key = (int) varint(data);
            switch (key) {
                case 1 << 3 | 1 -> time = data.getDouble();
                case 2 << 3 -> step = varint(data);
                case 5 << 3 | 2 -> summaries.add(message(data));
                default -> skip(data, key);
            }
        }
        for (ByteBuffer summary : summaries) {
            while (summary.hasRemaining()) {
                int key = (int) varint(summary);
                if (key == (1 << 3 | 2)) {
                    value(message(summary), step, time);
                } else {
                    skip(summary, key);
                }
            }
        }
    }

    /** A number stands in {@code simple_value}, or, by newer writers, in a tensor. */
    private void value(ByteBuffer data, long step, double time) {
        String tag = "";
        Double number = null;
        while (data.hasRemaining()) {
            int key = (int) varint(data);
            switch (key) {
                case 1 << 3 | 2 ->
                    tag = StandardCharsets.UTF_8.decode(message(data)).toString();
                case 2 << 3 | 5 -> number = (double) data.getFloat();
                case 8 << 3 | 2 -> number = tensor(message(data), number);
                default -> skip(data, key);
            }
        }
        if (number != null) {
            scalars.add(new Scalar(tag, step, time, number));
        }
    }

    private static Double tensor(ByteBuffer data, Double otherwise) {
        long type = 0;
        ByteBuffer content = ByteBuffer.allocate(0);
        while (data.hasRemaining()) {
            int key = (int) varint(data);
            switch (key) {
                case 1 << 3 -> type = varint(data);
                case 4 << 3 | 2, 5 << 3 | 2, 6 << 3 | 2 -> content = message(data);
                case 5 << 3 | 5 -> content = fixed(data, 4);
                case 6 << 3 | 1 -> content = fixed(data, 8);
                default -> skip(data, key);
            }
        }
        if (type == DT_FLOAT && content.remaining() == 4) {
            return (double) content.getFloat();
        }
        return type == DT_DOUBLE && content.remaining() == 8 ? Double.valueOf(content.getDouble()) : otherwise;
    }

    private static ByteBuffer message(ByteBuffer data) {
        return fixed(data, Math.toIntExact(Math.min(varint(data), Integer.MAX_VALUE)));
    }

    private static ByteBuffer fixed(ByteBuffer data, int length) {
        if (length < 0 || length > data.remaining()) {
            throw new BufferUnderflowException();
        }
        ByteBuffer part = data.slice(data.position(), length).order(ByteOrder.LITTLE_ENDIAN);
        data.position(data.position() + length);
        return part;
    }

    private static void skip(ByteBuffer data, int key) {
        switch (key & 7) {
            case 0 -> varint(data);
            case 1 -> fixed(data, 8);
            case 2 -> message(data);
            case 5 -> fixed(data, 4);
            default -> throw new IllegalArgumentException("unknown wire type " + (key & 7));
        }
    }

    private static long varint(ByteBuffer data) {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            byte next = data.get();
            value |= (long) (next & 0x7F) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw new IllegalArgumentException("a number of more than ten bytes");
    }
}
