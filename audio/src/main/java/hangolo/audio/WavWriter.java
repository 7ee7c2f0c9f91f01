package hangolo.audio;

import hangolo.base.WholeFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Writes 16-bit PCM WAV files of one channel. The file appears whole or not at all. */
public final class WavWriter {
    private static final int HEADER = 44;

    private WavWriter() {}

    /**
     * Writes the clip, replacing a file of that name. Samples beyond -1..1 are limited; a clip read from a 16-bit
     * file is written back exactly.
     *
     * @throws IllegalArgumentException if a sample is not a number or the clip is too long for a WAV file
     * @throws IOException if the disk fails; then the old file, if any, is untouched
     */
    public static void write(Path file, AudioClip clip) throws IOException {
        WholeFile.write(file, ByteBuffer.wrap(bytes(clip)));
    }

    /**
     * The bytes of such a file.
     *
     * @throws IllegalArgumentException as {@link #write}
     */
    public static byte[] bytes(AudioClip clip) {
        if (clip.length() > (Integer.MAX_VALUE - HEADER) / 2) {
            throw new IllegalArgumentException(
                    "the clip has " + clip.length() + " samples, a WAV file holds half as many. Write it in parts.");
        }
        int data = clip.length() * 2;
        ByteBuffer file = ByteBuffer.allocate(HEADER + data).order(ByteOrder.LITTLE_ENDIAN);
        putHeader(file, clip, data);
        float[] samples = clip.samples();
        for (int i = 0; i < samples.length; i++) {
            file.putShort(quantised(samples[i], i));
        }
        return file.array();
    }

    private static void putHeader(ByteBuffer header, AudioClip clip, int data) {
        header.put(ascii("RIFF")).putInt(HEADER - 8 + data).put(ascii("WAVE"));
        header.put(ascii("fmt ")).putInt(16).putShort((short) 1).putShort((short) 1);
        header.putInt(clip.sampleRate())
                .putInt(clip.sampleRate() * 2)
                .putShort((short) 2)
                .putShort((short) 16);
        header.put(ascii("data")).putInt(data);
    }

    private static short quantised(float sample, int index) {
        if (Float.isNaN(sample)) {
            throw new IllegalArgumentException("sample " + index + " is not a number: the sound was computed wrongly");
        }
        return (short) Math.max(-32768, Math.min(32767, Math.round(sample * 32768.0)));
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
