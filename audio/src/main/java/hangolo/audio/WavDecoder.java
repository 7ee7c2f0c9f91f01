package hangolo.audio;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/**
 * Reads RIFF/WAVE. Takes what is there of a truncated file, skips chunks it does not know, and believes no length
 * that the file does not have.
 */
final class WavDecoder {
    private static final int RIFF_HEADER = 12;
    private static final int CHUNK_HEADER = 8;
    private static final int MOST_CHUNKS = 10_000;
    private static final int BLOCK = 1 << 16;
    private static final int FMT = fourCc("fmt ");
    private static final int DATA = fourCc("data");

    private final Path file;
    private final FileChannel channel;
    private final long length;

    private WavDecoder(Path file, FileChannel channel) throws IOException {
        this.file = file;
        this.channel = channel;
        this.length = channel.size();
    }

    static AudioClip decode(Path file, FileChannel channel) throws IOException {
        return new WavDecoder(file, channel).decode();
    }

    private AudioClip decode() throws IOException {
        WavFormat format = null;
        long at = RIFF_HEADER;
        for (int n = 0; n < MOST_CHUNKS && at + CHUNK_HEADER <= length; n++) {
            ByteBuffer header = read(at, CHUNK_HEADER);
            long size = Integer.toUnsignedLong(header.getInt(4));
            long body = at + CHUNK_HEADER;
            if (header.getInt(0) == FMT) {
                format = WavFormat.parse(file, read(body, (int) Math.min(size, 64)));
            } else if (header.getInt(0) == DATA) {
                return samples(format, body, size);
            }
            at = body + size + (size & 1);
        }
        throw new AudioFormatException(file, "a WAV header without sound behind it. Record or export it again.");
    }

    private AudioClip samples(WavFormat format, long body, long size) throws IOException {
        if (format == null) {
            throw new AudioFormatException(file, "its data chunk comes before any fmt chunk. Export it again.");
        }
        // Programs that stream leave 0 or the largest number as length: then the sound goes on to the end.
        long bytes = size == 0 ? length - body : Math.min(size, length - body);
        long frames = bytes / format.frameBytes();
        MonoBuffer sink = MonoBuffer.of(file, frames);
        int framesPerBlock = Math.max(1, BLOCK / format.frameBytes());
        for (long done = 0; done < frames; ) {
            int now = (int) Math.min(framesPerBlock, frames - done);
            ByteBuffer block = read(body + done * format.frameBytes(), now * format.frameBytes());
            int whole = block.remaining() / format.frameBytes();
            mix(format, block, whole, sink);
            done += now;
        }
        return sink.clip(format.sampleRate());
    }

    private static void mix(WavFormat format, ByteBuffer block, int frames, MonoBuffer sink)
            throws AudioFormatException {
        for (int i = 0; i < frames; i++) {
            float sum = 0;
            for (int c = 0; c < format.channels(); c++) {
                sum += format.next(block);
            }
            sink.add(sum / format.channels());
        }
    }

    private ByteBuffer read(long position, int bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
        while (buffer.hasRemaining() && channel.read(buffer, position + buffer.position()) > 0) {
            // the channel may give less than was asked for
        }
        return buffer.flip();
    }

    private static int fourCc(String name) {
        return name.charAt(0) | name.charAt(1) << 8 | name.charAt(2) << 16 | name.charAt(3) << 24;
    }
}
