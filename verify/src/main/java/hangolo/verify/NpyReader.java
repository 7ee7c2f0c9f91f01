package hangolo.verify;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads NumPy files of float32 or int64 in C order. */
final class NpyReader {

    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    private static final Pattern SHAPE = Pattern.compile("'shape':\\s*\\(([\\d,\\s]*)\\)");
    private static final Pattern TYPE = Pattern.compile("'descr':\\s*'([^']*)'");
    private static final double LARGEST_EXACT = 1L << 53;

    private final Path file;
    private final ByteBuffer data;

    private NpyReader(Path file, byte[] bytes) {
        this.file = file;
        this.data = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /**
     * Reads a file.
     *
     * @param dtype {@code float32} or {@code int64}, which it must have
     */
    static Values read(Path file, String dtype) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new ReferenceException(file, "there is no such file");
        }
        return read(file, Files.readAllBytes(file), dtype);
    }

    /**
     * Reads the content of a file.
     *
     * @param file for messages
     */
    static Values read(Path file, byte[] content, String dtype) throws IOException {
        return new NpyReader(file, content).read(dtype);
    }

    private Values read(String dtype) throws ReferenceException {
        String header = header();
        if (header.contains("'fortran_order': True")) {
            throw new ReferenceException(file, "is in Fortran order, expected C order");
        }
        String type = group(TYPE, header);
        String expected = dtype.equals("int64") ? "<i8" : "<f4";
        if (!type.equals(expected)) {
            throw new ReferenceException(file, "holds values of type " + type + ", expected " + expected);
        }
        int[] shape = Arrays.stream(group(SHAPE, header).split(","))
                .map(String::strip)
                .filter(size -> !size.isEmpty())
                .mapToInt(this::size)
                .toArray();
        long count = Arrays.stream(shape).asLongStream().reduce(1, (a, b) -> Math.min(a * b, Integer.MAX_VALUE));
        int width = dtype.equals("int64") ? Long.BYTES : Float.BYTES;
        if (data.remaining() != count * width) {
            throw new ReferenceException(
                    file, data.remaining() + " bytes of values do not fill the shape " + Arrays.toString(shape));
        }
        return new Values(shape, width == Float.BYTES ? floats() : longs());
    }

    private String header() throws ReferenceException {
        byte[] bytes = data.array();
        boolean known = bytes.length >= 12 && Arrays.equals(Arrays.copyOf(bytes, MAGIC.length), MAGIC);
        int start = known && bytes[6] == 1 ? 10 : 12;
        long length = !known ? 0 : start == 10 ? Short.toUnsignedInt(data.getShort(8)) : data.getInt(8);
        if (!known || length < 0 || start + length > bytes.length) {
            throw new ReferenceException(file, "is no NumPy file, or a damaged one");
        }
        data.position((int) (start + length));
        return new String(bytes, start, (int) length, StandardCharsets.ISO_8859_1);
    }

    private String group(Pattern pattern, String header) throws ReferenceException {
        Matcher matcher = pattern.matcher(header);
        if (!matcher.find()) {
            throw new ReferenceException(file, "the NumPy header is damaged: " + header.strip());
        }
        return matcher.group(1);
    }

    private int size(String digits) {
        return digits.length() < 10 ? Integer.parseInt(digits) : Integer.MAX_VALUE;
    }

    private double[] floats() {
        double[] values = new double[data.remaining() / Float.BYTES];
        Arrays.setAll(values, i -> data.getFloat());
        return values;
    }

    private double[] longs() throws ReferenceException {
        double[] values = new double[data.remaining() / Long.BYTES];
        Arrays.setAll(values, i -> data.getLong());
        if (Arrays.stream(values).anyMatch(x -> Math.abs(x) > LARGEST_EXACT)) {
            throw new ReferenceException(file, "holds an integer beyond 2^53");
        }
        return values;
    }
}
