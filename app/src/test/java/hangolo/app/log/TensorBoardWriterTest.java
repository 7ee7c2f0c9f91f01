package hangolo.app.log;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TensorBoardWriterTest {

    private static final Clock CLOCK = Clock.fixed(Instant.ofEpochSecond(1_700_000_000L), ZoneOffset.UTC);

    @TempDir
    Path folder;

    @Test
    void checksumsAreThoseOfTheFormat() {
        // RFC 3720 B.4: 32 zero bytes have the CRC-32C 0x8a9136aa; masked by rotation and offset.
        assertEquals(Integer.rotateRight(0x8a9136aa, 15) + 0xa282ead8, TensorBoardWriter.maskedCrc(new byte[32], 32));
    }

    @Test
    void whatIsWrittenCanBeReadBack() throws IOException {
        byte[] wav = {1, 2, 3};
        try (TensorBoardWriter events = TensorBoardWriter.create(folder, CLOCK)) {
            events.scalar("EvalStats/avg_loss_mel_ce", 1600, 2.5);
            events.audio("TestAudios/0-audio", 1600, wav, 24000, 300);
            events.text("model-config", 0, "{}");
        }
        List<Map<Integer, Object>> records = records();
        assertEquals("brain.Event:2", text(records.get(0).get(3)));
        assertEquals(
                1_700_000_000.0, Double.longBitsToDouble((Long) records.get(1).get(1)));
        assertEquals(1600L, records.get(1).get(2));

        Map<Integer, Object> scalar = value(records.get(1));
        assertEquals("EvalStats/avg_loss_mel_ce", text(scalar.get(1)));
        assertEquals(2.5f, Float.intBitsToFloat((Integer) scalar.get(2)));

        Map<Integer, Object> sound = value(records.get(2));
        Map<Integer, Object> audio = fields((byte[]) sound.get(6));
        assertEquals("TestAudios/0-audio", text(sound.get(1)));
        assertEquals(24000f, Float.intBitsToFloat((Integer) audio.get(1)));
        assertEquals(300L, audio.get(3));
        assertArrayEquals(wav, (byte[]) audio.get(4));
        assertEquals("audio/wav", text(audio.get(5)));

        Map<Integer, Object> words = value(records.get(3));
        assertEquals("model-config/text_summary", text(words.get(1)));
        Map<Integer, Object> tensor = fields((byte[]) words.get(8));
        assertEquals(7L, tensor.get(1), "DT_STRING");
        assertEquals("{}", text(tensor.get(8)));
    }

    @Test
    void twoFilesOfOneSecondDoNotCollide() throws IOException {
        TensorBoardWriter.create(folder, CLOCK).close();
        TensorBoardWriter.create(folder, CLOCK).close();
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(2, files.count());
        }
    }

    private List<Map<Integer, Object>> records() throws IOException {
        Path file;
        try (Stream<Path> files = Files.list(folder)) {
            file = files.findFirst().orElseThrow();
        }
        assertTrue(file.getFileName().toString().startsWith("events.out.tfevents.1700000000."), file.toString());
        ByteBuffer data = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        List<Map<Integer, Object>> records = new ArrayList<>();
        while (data.hasRemaining()) {
            byte[] head = new byte[8];
            data.get(data.position(), head);
            int length = Math.toIntExact(data.getLong());
            assertEquals(TensorBoardWriter.maskedCrc(head, 8), data.getInt(), "checksum of the length");
            byte[] body = new byte[length];
            data.get(body);
            assertEquals(TensorBoardWriter.maskedCrc(body, length), data.getInt(), "checksum of the data");
            records.add(fields(body));
        }
        return records;
    }

    private static Map<Integer, Object> value(Map<Integer, Object> event) {
        return fields((byte[]) fields((byte[]) event.get(5)).get(1));
    }

    private static String text(Object bytes) {
        return new String((byte[]) bytes, StandardCharsets.UTF_8);
    }

    /** A protocol buffer message by field number. */
    private static Map<Integer, Object> fields(byte[] message) {
        ByteBuffer data = ByteBuffer.wrap(message).order(ByteOrder.LITTLE_ENDIAN);
        Map<Integer, Object> fields = new TreeMap<>();
        while (data.hasRemaining()) {
            int key = (int) varint(data);
            switch (key & 7) {
                case 0 -> fields.put(key >> 3, varint(data));
                case 1 -> fields.put(key >> 3, data.getLong());
                case 5 -> fields.put(key >> 3, data.getInt());
                case 2 -> {
                    byte[] bytes = new byte[(int) varint(data)];
                    data.get(bytes);
                    fields.put(key >> 3, bytes);
                }
                default -> throw new AssertionError("unknown wire type in " + key);
            }
        }
        return fields;
    }

    private static long varint(ByteBuffer data) {
        long value = 0;
        for (int shift = 0; ; shift += 7) {
            byte next = data.get();
            value |= (long) (next & 0x7F) << shift;
            if (next >= 0) {
                return value;
            }
        }
    }
}
