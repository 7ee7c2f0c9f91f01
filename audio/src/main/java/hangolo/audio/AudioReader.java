package hangolo.audio;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * Reads sound files: WAV (PCM of 8, 16, 24, 32 bits, float of 32, 64), FLAC and MP3. The kind is told by the first
 * bytes, not by the name. Channels are averaged into one. Thread-safe.
 */
public final class AudioReader {
    private static final String WHAT_TO_DO = " Convert it to a 16-bit PCM WAV file, or leave it out.";

    private AudioReader() {}

    /**
     * Reads a file at its own sample rate.
     *
     * @throws AudioFormatException if there is no such file, it is empty, damaged, or of a kind that is not read
     * @throws IOException if the disk fails
     */
    public static AudioClip read(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            throw new AudioFormatException(file, "is a folder, not a sound file.");
        }
        try (FileChannel channel = FileChannel.open(file)) {
            return decode(file, channel);
        } catch (NoSuchFileException missing) {
            throw new AudioFormatException(file, "there is no such file. Check its name and folder.", missing);
        }
    }

    /**
     * Reads a file as the model wants it: mono, at {@code rate} Hz, limited to -1..1 (xtts-spec.md 3.1).
     *
     * @throws AudioFormatException as {@link #read}
     * @throws IOException if the disk fails
     */
    public static AudioClip load(Path file, int rate) throws IOException {
        return read(file).resampled(rate).clipped();
    }

    private static AudioClip decode(Path file, FileChannel channel) throws IOException {
        ByteBuffer head = ByteBuffer.allocate(12);
        while (head.hasRemaining() && channel.read(head, head.position()) > 0) {
            // the channel may give less than was asked for
        }
        String magic = new String(head.array(), 0, head.position(), StandardCharsets.ISO_8859_1);
        if (magic.isEmpty()) {
            throw new AudioFormatException(file, "the file is empty. Record or export it again.");
        }
        if ((magic.startsWith("RIFF") || magic.startsWith("RF64")) && magic.startsWith("WAVE", 8)) {
            return WavDecoder.decode(file, channel);
        }
        return decodeStream(file, channel);
    }

    /** FLAC and MP3, whose libraries meet a damaged file with any exception they like. */
    private static AudioClip decodeStream(Path file, FileChannel channel) throws IOException {
        long size = channel.size();
        try (InputStream in = new BufferedInputStream(Channels.newInputStream(channel), 1 << 16)) {
            boolean tagged = Id3Tag.skip(in);
            byte[] start = peek(in, 4);
            if (new String(start, StandardCharsets.ISO_8859_1).equals("fLaC")) {
                return FlacDecoder.decode(file, in, size);
            }
            if (Mp3Decoder.startsLikeMp3(start) || tagged) {
                return Mp3Decoder.decode(file, in, size);
            }
        } catch (EOFException tooShort) {
            throw new AudioFormatException(file, "ends before its sound begins." + WHAT_TO_DO, tooShort);
        } catch (RuntimeException damaged) {
            throw new AudioFormatException(file, "is damaged (" + damaged + ")." + WHAT_TO_DO, damaged);
        }
        throw new AudioFormatException(file, "is not a WAV, FLAC or MP3 file." + WHAT_TO_DO);
    }

    private static byte[] peek(InputStream in, int bytes) throws IOException {
        in.mark(bytes);
        byte[] start = in.readNBytes(bytes);
        in.reset();
        return start;
    }
}
