package hangolo.engine.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What GPU machine code says about itself: a 64-bit ELF file, with a section of attributes for each kernel. */
final class Cubin {

    /** ELF's machine number of NVIDIA GPUs. */
    private static final int MACHINE = 190;

    private static final String INFO = ".nv.info.";

    /** The attribute that describes one parameter, and the form of attributes that say how long they are. */
    private static final int PARAMETER = 0x17;

    private static final int SIZED = 4;

    private final ByteBuffer file;

    Cubin(byte[] image) {
        file = ByteBuffer.wrap(image).order(ByteOrder.LITTLE_ENDIAN);
        assertEquals("\u007fELF", new String(image, 0, 4, StandardCharsets.ISO_8859_1));
        assertEquals(MACHINE, file.getShort(18));
    }

    private record Section(String name, int offset, int bytes) {}

    /** Bytes of each parameter, by the kernels' names. */
    Map<String, List<Integer>> kernels() {
        Map<String, List<Integer>> kernels = new TreeMap<>();
        for (Section section : sections()) {
            if (section.name.startsWith(INFO)) {
                kernels.put(section.name.substring(INFO.length()), parameters(section));
            }
        }
        return kernels;
    }

    private List<Section> sections() {
        int names = header(file.getShort(62)).offset;
        List<Section> all = new ArrayList<>();
        for (int i = 0; i < file.getShort(60); i++) {
            Section section = header(i);
            all.add(new Section(text(names + Integer.parseInt(section.name)), section.offset, section.bytes));
        }
        return all;
    }

    /** A section that has the place of its name for a name. */
    private Section header(int index) {
        int at = (int) file.getLong(40) + index * file.getShort(58);
        return new Section(String.valueOf(file.getInt(at)), (int) file.getLong(at + 24), (int) file.getLong(at + 32));
    }

    private String text(int at) {
        int end = at;
        while (file.get(end) != 0) {
            end++;
        }
        return new String(file.array(), at, end - at, StandardCharsets.US_ASCII);
    }

    private List<Integer> parameters(Section info) {
        Map<Integer, Integer> sizes = new TreeMap<>();
        int at = info.offset;
        while (at < info.offset + info.bytes) {
            boolean sized = file.get(at) == SIZED;
            if (sized && file.get(at + 1) == PARAMETER) {
                sizes.put((int) file.getShort(at + 8), file.getInt(at + 12) >>> 18);
            }
            at += 4 + (sized ? file.getShort(at + 2) : 0);
        }
        return List.copyOf(sizes.values());
    }
}
