package hangolo.audio;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.Path;
import org.jflac.ChannelData;
import org.jflac.FLACDecoder;
import org.jflac.FrameListener;
import org.jflac.frame.Frame;
import org.jflac.metadata.Metadata;
import org.jflac.metadata.StreamInfo;

/** Reads FLAC by the jFLAC library, which is shown the stream description and the sound but none of the metadata. */
final class FlacDecoder {
    private static final int STREAM_INFO_BYTES = 34;
    private static final int LAST_BLOCK = 0x80;

    private FlacDecoder() {}

    static AudioClip decode(Path file, InputStream in, long fileBytes) throws IOException {
        byte[] start = withoutMetadata(file, in);
        FLACDecoder decoder = new FLACDecoder(new SequenceInputStream(new ByteArrayInputStream(start), in));
        decoder.addFrameListener(new StopAtDamage());
        decoder.readMetadata();
        StreamInfo info = decoder.getStreamInfo();
        check(file, info);
        long total = info.getTotalSamples() > 0 ? info.getTotalSamples() : Long.MAX_VALUE;
        MonoBuffer sink = MonoBuffer.unpacking(file, Math.min(total, fileBytes), fileBytes);
        try {
            for (long read = 0; read < total; ) {
                Frame frame = decoder.readNextFrame();
                if (frame == null) {
                    break;
                }
                mix(file, decoder.getChannelData(), frame, info, sink);
                read += frame.header.blockSize;
            }
        } catch (AudioFormatException refused) {
            throw refused;
        } catch (IOException | RuntimeException cutOff) {
            // A truncated file ends inside a frame: the frames before it are good.
        }
        return sink.clip(info.getSampleRate());
    }

    /** Left alone, the library searches on after damage, without end in the worst case. */
    private static final class StopAtDamage implements FrameListener {
        @Override
        public void processMetadata(Metadata metadata) {
            // nothing of it is used
        }

        @Override
        public void processFrame(Frame frame) {
            // frames are fetched one by one
        }

        @Override
        public void processError(String message) {
            throw new IllegalStateException(message);
        }
    }

    /** Reads up to the first frame and returns the marker with the stream description as the only metadata block. */
    private static byte[] withoutMetadata(Path file, InputStream in) throws IOException {
        byte[] start = new byte[8 + STREAM_INFO_BYTES];
        if (in.readNBytes(start, 0, start.length) < start.length
                || (start[4] & 0x7F) != 0
                || blockBytes(start, 4) != STREAM_INFO_BYTES) {
            throw new AudioFormatException(file, "is damaged: no FLAC stream description. Export it again.");
        }
        boolean last = (start[4] & LAST_BLOCK) != 0;
        start[4] = (byte) LAST_BLOCK;
        while (!last) {
            byte[] header = in.readNBytes(4);
            if (header.length < 4) {
                throw new AudioFormatException(file, "ends before its sound begins. Export it again.");
            }
            last = (header[0] & LAST_BLOCK) != 0;
            in.skipNBytes(blockBytes(header, 0));
        }
        return start;
    }

    private static int blockBytes(byte[] header, int at) {
        return (header[at + 1] & 0xFF) << 16 | (header[at + 2] & 0xFF) << 8 | header[at + 3] & 0xFF;
    }

    private static void check(Path file, StreamInfo info) throws AudioFormatException {
        int rate = info.getSampleRate();
        if (rate < WavFormat.FEWEST_HERTZ || info.getBitsPerSample() < 4 || info.getBitsPerSample() > 32) {
            throw new AudioFormatException(
                    file,
                    "its header says %d Hz and %d bits a sample. Export it again."
                            .formatted(rate, info.getBitsPerSample()));
        }
    }

    private static void mix(Path file, ChannelData[] channels, Frame frame, StreamInfo info, MonoBuffer sink)
            throws AudioFormatException {
        int count = frame.header.channels;
        if (count != info.getChannels() || frame.header.bitsPerSample != info.getBitsPerSample()) {
            throw new AudioFormatException(file, "changes its channels or bits on the way. Export it again.");
        }
        float scale = (float) (1.0 / (1L << (info.getBitsPerSample() - 1)));
        for (int i = 0; i < frame.header.blockSize; i++) {
            float sum = 0;
            for (int c = 0; c < count; c++) {
                sum += channels[c].getOutput()[i] * scale;
            }
            sink.add(sum / count);
        }
    }
}
