package hangolo.audio;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/** The ID3v2 tag in front of an MP3 (and of some FLAC files): title and pictures, nothing to hear. */
final class Id3Tag {
    private static final int HEADER = 10;

    private Id3Tag() {}

    /** Skips all tags at the stream's position; says whether there was one. The stream must support marks. */
    static boolean skip(InputStream in) throws IOException {
        boolean found = false;
        while (true) {
            in.mark(HEADER);
            byte[] header = in.readNBytes(HEADER);
            if (header.length < HEADER || header[0] != 'I' || header[1] != 'D' || header[2] != '3') {
                in.reset();
                return found;
            }
            found = true;
            // Seven bits a byte; a footer repeats the header.
            long size =
                    (header[6] & 0x7F) << 21 | (header[7] & 0x7F) << 14 | (header[8] & 0x7F) << 7 | header[9] & 0x7F;
            skipFully(in, (header[5] & 0x10) != 0 ? size + HEADER : size);
        }
    }

    private static void skipFully(InputStream in, long bytes) throws IOException {
        try {
            in.skipNBytes(bytes);
        } catch (EOFException shorterThanItSays) {
            // Nothing follows the tag: whoever reads on finds the end.
        }
    }
}
