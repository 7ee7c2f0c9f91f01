package hangolo.audio;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** Writes 16-bit PCM WAV files of one channel. The file appears whole or not at all. */
public final class WavWriter {
    private static final int HEADER = 44;
    private static final int BLOCK_SAMPLES = 1 << 15;

    private WavWriter() {}

    /**
     * Writes the clip, replacing a file of that name. Samples beyond -1..1 are limited; a clip read from a 16-bit
     * file is written back exactly.
     *
     * @throws IllegalArgumentException if a sample is not a number or the clip is too long for a WAV file
     * @throws IOException if the disk fails; then the old file, if any, is untouched
     */
    public static void write(Path file, AudioClip clip) throws IOException {
        if (clip.length() > (Integer.MAX_VALUE - HEADER) / 2) {
            throw new IllegalArgumentException(
                    "the clip has " + clip.length() + " samples, a WAV file holds half as many. Write it in parts.");
        }
        Path target = file.toAbsolutePath();
        Path folder = target.getParent();
        Files.createDirectories(folder);
        // Own process and thread in the name: two writers never share it. (createTempFile would make it private.)
        String unique =
                ProcessHandle.current().pid() + "-" + Thread.currentThread().getId();
        Path temporary = folder.resolve("." + target.getFileName() + "." + unique + ".part");
        try {
            try (FileChannel channel = FileChannel.open(
                    temporary,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.TRUNCATE_EXISTING,
                    StandardOpenOption.WRITE)) {
                writeAll(channel, header(clip));
                writeSamples(channel, clip);
                channel.force(true);
            }
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    private static ByteBuffer header(AudioClip clip) {
        int data = clip.length() * 2;
        ByteBuffer header = ByteBuffer.allocate(HEADER).order(ByteOrder.LITTLE_ENDIAN);
        header.put(ascii("RIFF")).putInt(HEADER - 8 + data).put(ascii("WAVE"));
        header.put(ascii("fmt ")).putInt(16).putShort((short) 1).putShort((short) 1);
        header.putInt(clip.sampleRate())
                .putInt(clip.sampleRate() * 2)
                .putShort((short) 2)
                .putShort((short) 16);
        header.put(ascii("data")).putInt(data);
        return header.flip();
    }

    private static void writeSamples(FileChannel channel, AudioClip clip) throws IOException {
        ByteBuffer block = ByteBuffer.allocate(BLOCK_SAMPLES * 2).order(ByteOrder.LITTLE_ENDIAN);
        float[] samples = clip.samples();
        for (int from = 0; from < samples.length; from += BLOCK_SAMPLES) {
            block.clear();
            int to = Math.min(samples.length, from + BLOCK_SAMPLES);
            for (int i = from; i < to; i++) {
                block.putShort(quantised(samples[i], i));
            }
            writeAll(channel, block.flip());
        }
    }

    private static short quantised(float sample, int index) {
        if (Float.isNaN(sample)) {
            throw new IllegalArgumentException("sample " + index + " is not a number: the sound was computed wrongly");
        }
        return (short) Math.max(-32768, Math.min(32767, Math.round(sample * 32768.0)));
    }

    private static void writeAll(FileChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
