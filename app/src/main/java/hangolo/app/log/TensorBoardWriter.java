package hangolo.app.log;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Instant;
import java.util.zip.CRC32C;

/**
 * A TensorBoard event file: TFRecord framing (length, masked CRC-32C, data, masked CRC-32C) around {@code Event} messages.
 * Records are flushed one by one; a record that was torn by a crash is at the end and is ignored by readers.
 */
public final class TensorBoardWriter implements AutoCloseable {

    private static final int DT_STRING = 7;

    private final OutputStream out;
    private final Clock clock;

    private TensorBoardWriter(OutputStream out, Clock clock) {
        this.out = out;
        this.clock = clock;
    }

    /** Starts a new event file {@code events.out.tfevents.<seconds>.hangolo.<process>.<n>} in a run folder. */
    public static TensorBoardWriter create(Path folder, Clock clock) {
        String stem = "events.out.tfevents." + clock.instant().getEpochSecond() + ".hangolo."
                + ProcessHandle.current().pid() + ".";
        try {
            int number = 0;
            while (Files.exists(folder.resolve(stem + number))) {
                number++;
            }
            OutputStream out = Files.newOutputStream(folder.resolve(stem + number), StandardOpenOption.CREATE_NEW);
            TensorBoardWriter file = new TensorBoardWriter(out, clock);
            file.record(file.event(0).text(3, "brain.Event:2"));
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write TensorBoard events to " + folder, e);
        }
    }

    /** A number of a step. */
    public void scalar(String tag, long step, double value) {
        summary(step, new ProtobufWriter().text(1, tag).fixed32(2, (float) value));
    }

    /**
     * A sound of a step.
     *
     * @param wav a whole mono WAV file
     * @param sampleRate its rate in Hz
     * @param frames its samples
     */
    public void audio(String tag, long step, byte[] wav, int sampleRate, long frames) {
        ProtobufWriter audio = new ProtobufWriter()
                .fixed32(1, sampleRate)
                .varint(2, 1)
                .varint(3, frames)
                .bytes(4, wav)
                .text(5, "audio/wav");
        summary(step, new ProtobufWriter().text(1, tag).message(6, audio));
    }

    /** A text of a step, shown as Markdown. */
    public void text(String tag, long step, String text) {
        ProtobufWriter plugin = new ProtobufWriter().message(1, new ProtobufWriter().text(1, "text"));
        ProtobufWriter shape = new ProtobufWriter().message(2, new ProtobufWriter().varint(1, 1));
        ProtobufWriter tensor =
                new ProtobufWriter().varint(1, DT_STRING).message(2, shape).text(8, text);
        summary(
                step,
                new ProtobufWriter()
                        .text(1, tag + "/text_summary")
                        .message(8, tensor)
                        .message(9, plugin));
    }

    private void summary(long step, ProtobufWriter value) {
        record(event(step).message(5, new ProtobufWriter().message(1, value)));
    }

    private ProtobufWriter event(long step) {
        Instant now = clock.instant();
        return new ProtobufWriter()
                .fixed64(1, now.getEpochSecond() + now.getNano() / 1e9)
                .varint(2, step);
    }

    private void record(ProtobufWriter event) {
        byte[] data = event.toByteArray();
        ByteBuffer record = ByteBuffer.allocate(data.length + 16).order(ByteOrder.LITTLE_ENDIAN);
        record.putLong(data.length);
        record.putInt(maskedCrc(record.array(), 8));
        record.put(data);
        record.putInt(maskedCrc(data, data.length));
        try {
            out.write(record.array());
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write TensorBoard events", e);
        }
    }

    /** The CRC-32C of the first bytes as TFRecord files store it. */
    static int maskedCrc(byte[] data, int length) {
        CRC32C crc = new CRC32C();
        crc.update(data, 0, length);
        return Integer.rotateRight((int) crc.getValue(), 15) + 0xa282ead8;
    }

    @Override
    public void close() {
        try {
            out.close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot close the TensorBoard events", e);
        }
    }
}
