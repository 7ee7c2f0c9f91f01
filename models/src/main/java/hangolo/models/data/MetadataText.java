package hangolo.models.data;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads a metadata file as text: strict UTF-8, a byte order mark removed, line ends made LF. */
final class MetadataText {

    /** A metadata file of that size would list millions of clips: it is something else. */
    private static final long LARGEST = 256L << 20;

    private MetadataText() {}

    static String read(Path file, String source) throws DataException {
        byte[] bytes = bytes(file, source);
        int skip = startsWith(bytes, 0xEF, 0xBB, 0xBF) ? 3 : 0;
        if (startsWith(bytes, 0xFF, 0xFE) || startsWith(bytes, 0xFE, 0xFF)) {
            throw new DataException(file + ": the metadata is UTF-16. Save it as UTF-8.");
        }
        return decode(file, bytes, skip).replace("\r\n", "\n").replace('\r', '\n');
    }

    private static byte[] bytes(Path file, String source) throws DataException {
        if (!Files.isRegularFile(file)) {
            throw new DataException("data source '" + source + "': there is no metadata file " + file
                    + ".\nCheck the path and the metadata name of this source.");
        }
        try {
            if (Files.size(file) > LARGEST) {
                throw new DataException(
                        file + ": " + (Files.size(file) >> 20) + " MB are too many for metadata (at most 256 MB).");
            }
            return Files.readAllBytes(file);
        } catch (DataException e) {
            throw e;
        } catch (IOException e) {
            throw new DataException(file + ": the metadata cannot be read: " + e.getMessage(), e);
        }
    }

    private static String decode(Path file, byte[] bytes, int skip) throws DataException {
        CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        ByteBuffer in = ByteBuffer.wrap(bytes, skip, bytes.length - skip);
        CharBuffer out = CharBuffer.allocate(bytes.length - skip + 1);
        CoderResult result = decoder.decode(in, out, true);
        if (result.isError()) {
            throw new DataException(file + " row " + rowAt(bytes, in.position())
                    + ": not UTF-8. Maybe the file was saved in an older encoding such as Windows-1250: save it as"
                    + " UTF-8.");
        }
        return out.flip().toString();
    }

    private static int rowAt(byte[] bytes, int position) {
        int row = 1;
        for (int i = 0; i < position; i++) {
            boolean loneReturn = bytes[i] == '\r' && bytes[i + 1] != '\n';
            row += bytes[i] == '\n' || loneReturn ? 1 : 0;
        }
        return row;
    }

    private static boolean startsWith(byte[] bytes, int... mark) {
        for (int i = 0; i < mark.length; i++) {
            if (i >= bytes.length || (bytes[i] & 0xFF) != mark[i]) {
                return false;
            }
        }
        return true;
    }
}
