package hangolo.audio;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import javazoom.jl.decoder.Bitstream;
import javazoom.jl.decoder.BitstreamException;
import javazoom.jl.decoder.Decoder;
import javazoom.jl.decoder.Header;
import javazoom.jl.decoder.JavaLayerException;
import javazoom.jl.decoder.SampleBuffer;

/**
 * Reads MP3 by the JLayer library. Where the encoder noted how much silence it put before and after the sound (the
 * Info frame of LAME and FFmpeg), that is cut off again, so that a clip lasts as long as its original.
 */
final class Mp3Decoder {
    /** Delay of the decoder's own filter bank, which the noted delay does not contain. */
    private static final int DECODER_DELAY = 529;

    private static final int PEEK = 1 << 10;

    private Mp3Decoder() {}

    /** Whether four bytes look like the header of an MPEG audio frame. */
    static boolean startsLikeMp3(byte[] start) {
        return start.length == 4
                && start[0] == (byte) 0xFF
                && (start[1] & 0xE0) == 0xE0
                && (start[1] & 0x18) != 0x08
                && (start[1] & 0x06) != 0
                && (start[2] & 0xF0) != 0xF0
                && (start[2] & 0x0C) != 0x0C;
    }

    static AudioClip decode(Path file, InputStream in, long fileBytes) throws IOException {
        BufferedInputStream stream = new BufferedInputStream(in, PEEK);
        Padding padding = Padding.of(stream);
        Bitstream bits = new Bitstream(stream);
        MonoBuffer sink = MonoBuffer.unpacking(file, fileBytes, fileBytes);
        int rate = 0;
        try {
            Decoder decoder = new Decoder();
            for (Header header = bits.readFrame(); header != null; header = bits.readFrame()) {
                if (rate != 0 && header.frequency() != rate) {
                    throw new AudioFormatException(file, "changes its sample rate on the way. Convert it to WAV.");
                }
                rate = header.frequency();
                append((SampleBuffer) decoder.decodeFrame(header, bits), sink);
                bits.closeFrame();
            }
        } catch (JavaLayerException | RuntimeException cutOff) {
            // A truncated file ends inside a frame: the frames before it are good.
        } finally {
            close(bits);
        }
        if (rate == 0) {
            throw new AudioFormatException(
                    file, "is not a WAV, FLAC or MP3 file. Convert it to a 16-bit PCM WAV file.");
        }
        return padding.cut(sink, rate);
    }

    private static void append(SampleBuffer buffer, MonoBuffer sink) throws AudioFormatException {
        int channels = buffer.getChannelCount();
        short[] samples = buffer.getBuffer();
        for (int i = 0; i + channels <= buffer.getBufferLength(); i += channels) {
            float sum = 0;
            for (int c = 0; c < channels; c++) {
                sum += samples[i + c] / 32768f;
            }
            sink.add(sum / channels);
        }
    }

    private static void close(Bitstream bits) {
        try {
            bits.close();
        } catch (BitstreamException alreadyClosed) {
            // Only read from: nothing is lost.
        }
    }

    /** Samples that the encoder put before and after the sound; the Info frame itself decodes to silence in front. */
    private record Padding(boolean infoFrame, int frameSamples, int before, int after) {

        static Padding of(InputStream in) throws IOException {
            in.mark(PEEK);
            byte[] start = in.readNBytes(PEEK);
            in.reset();
            boolean firstVersion = start.length > 4 && (start[1] & 0x18) == 0x18;
            boolean mono = start.length > 4 && (start[3] & 0xC0) == 0xC0;
            int side = firstVersion ? (mono ? 17 : 32) : (mono ? 9 : 17);
            int at = 4 + side;
            int frame = firstVersion ? 1152 : 576;
            if (!startsWith(start, at, "Info") && !startsWith(start, at, "Xing")) {
                return new Padding(false, frame, 0, 0);
            }
            int lame = at + 120;
            boolean noted = startsWith(start, lame, "LAME") || startsWith(start, lame, "Lav");
            if (!noted || lame + 24 > start.length) {
                return new Padding(true, frame, 0, 0);
            }
            int three = (start[lame + 21] & 0xFF) << 16 | (start[lame + 22] & 0xFF) << 8 | start[lame + 23] & 0xFF;
            return new Padding(true, frame, three >> 12, three & 0xFFF);
        }

        private static boolean startsWith(byte[] bytes, int at, String text) {
            return at + text.length() <= bytes.length
                    && new String(bytes, at, text.length(), StandardCharsets.ISO_8859_1).equals(text);
        }

        AudioClip cut(MonoBuffer sink, int rate) throws AudioFormatException {
            int skip = infoFrame ? frameSamples : 0;
            boolean known = before > 0 || after > 0;
            return known
                    ? sink.clip(rate, skip + before + DECODER_DELAY, Math.max(0, after - DECODER_DELAY))
                    : sink.clip(rate, skip, 0);
        }
    }
}
