package hangolo.models.weights.file;

import hangolo.fuzz.Mutator;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;

/** Changes whole instructions of a pickle: left out, repeated, exchanged, moved, and foreign ones put in. */
final class PickleMutator implements Mutator {
    /** Instructions by the kind of what follows them; all others have nothing. */
    private static final String ONE_LINE = "ILFSVgpP";

    private static final String TWO_LINES = "ci";
    private static final String ONE_BYTE = "Khq\u0080";
    private static final String FOUR_BYTES = "Jjr";
    private static final String EIGHT_BYTES = "G\u0095";
    private static final String COUNTED_BY_ONE = "UC\u008c\u008a";
    private static final String COUNTED_BY_FOUR = "XTB\u008b";
    private static final String COUNTED_BY_EIGHT = "\u008d\u008e\u0096";

    private static final List<byte[]> FOREIGN = List.of(
            latin("cos\nsystem\n"),
            latin("cposix\nsystem\nU\u000etouch executed\u0085R"),
            latin("cbuiltins\neval\n"),
            latin("ccollections\nOrderedDict\n)R"),
            latin("ctorch._utils\n_rebuild_tensor_v2\n"),
            latin("cnumpy.core.multiarray\n_reconstruct\n"),
            latin("cmodels\nConfig\n)\u0081}b"),
            latin("I1000000000000000000000\n"),
            latin("\u008a\u0008\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u007f"),
            latin("J\u00ff\u00ff\u00ff\u007f"),
            latin("J\u0000\u0000\u0000\u0080"),
            latin("G\u007f\u00f8\u0000\u0000\u0000\u0000\u0000\u0000"),
            latin("X\u00ff\u00ff\u00ff\u00ff"),
            latin("\u008e\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u007f"),
            latin("Vtext\n"),
            latin("S'text'\n"),
            latin("g0\n"),
            latin("Pstorage\n"),
            latin("Q"),
            latin("N"),
            latin("."),
            latin(")"),
            latin("]"),
            latin("}"),
            latin("("),
            latin("t"),
            latin("l"),
            latin("d"),
            latin("R"),
            latin("b"),
            latin("o"),
            latin("a"),
            latin("e"),
            latin("s"),
            latin("u"),
            latin("0"),
            latin("1"),
            latin("2"),
            latin("\u0081"),
            latin("\u0085"),
            latin("\u0087"),
            latin("\u008f"),
            latin("\u0090"),
            latin("\u0091"),
            latin("\u0092"),
            latin("\u0093"),
            latin("\u0094"));

    private static byte[] latin(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    @Override
    public byte[] mutate(byte[] good, SplittableRandom random) {
        List<byte[]> program = instructions(good);
        for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
            change(program, random);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        program.forEach(out::writeBytes);
        return out.toByteArray();
    }

    private static void change(List<byte[]> program, SplittableRandom random) {
        int at = random.nextInt(program.size());
        int other = random.nextInt(program.size());
        switch (random.nextInt(7)) {
            case 0 -> program.remove(program.size() > 1 ? at : 0);
            case 1 -> program.addAll(at, Collections.nCopies(1 + random.nextInt(40), program.get(at)));
            case 2 -> program.set(at, program.get(other));
            case 3 -> Collections.swap(program, at, other);
            case 4 -> program.set(at, FOREIGN.get(random.nextInt(FOREIGN.size())));
            case 5 -> argument(program.get(at), random);
            default -> program.add(at, FOREIGN.get(random.nextInt(FOREIGN.size())));
        }
        if (program.isEmpty()) {
            program.add(FOREIGN.get(0));
        }
    }

    /** Changes a byte of what follows the instruction, most often a place in the memo, a number or a length. */
    private static void argument(byte[] instruction, SplittableRandom random) {
        if (instruction.length > 1) {
            instruction[random.nextInt(1, Math.min(instruction.length, 10))] = (byte) random.nextInt(256);
        }
    }

    /** The instructions one by one; what cannot be understood is the last of them. */
    static List<byte[]> instructions(byte[] pickle) {
        List<byte[]> program = new ArrayList<>();
        int at = 0;
        while (at < pickle.length) {
            int length = length(pickle, at);
            int end = length < 1 || length > pickle.length - at ? pickle.length : at + length;
            program.add(Arrays.copyOfRange(pickle, at, end));
            at = end;
        }
        if (program.isEmpty()) {
            program.add(new byte[] {'.'});
        }
        return program;
    }

    private static int length(byte[] pickle, int at) {
        int code = pickle[at] & 0xff;
        if (ONE_LINE.indexOf(code) >= 0) {
            return line(pickle, at + 1) - at;
        }
        if (TWO_LINES.indexOf(code) >= 0) {
            return line(pickle, line(pickle, at + 1)) - at;
        }
        if (ONE_BYTE.indexOf(code) >= 0) {
            return 2;
        }
        if (code == 'M') {
            return 3;
        }
        if (FOUR_BYTES.indexOf(code) >= 0) {
            return 5;
        }
        if (EIGHT_BYTES.indexOf(code) >= 0) {
            return 9;
        }
        if (COUNTED_BY_ONE.indexOf(code) >= 0) {
            return 2 + counted(pickle, at + 1, 1);
        }
        if (COUNTED_BY_FOUR.indexOf(code) >= 0) {
            return 5 + counted(pickle, at + 1, 4);
        }
        if (COUNTED_BY_EIGHT.indexOf(code) >= 0) {
            return 9 + counted(pickle, at + 1, 8);
        }
        return 1;
    }

    private static int line(byte[] pickle, int from) {
        int at = from;
        while (at < pickle.length && pickle[at] != '\n') {
            at++;
        }
        return at + 1;
    }

    private static int counted(byte[] pickle, int at, int width) {
        byte[] eight = Arrays.copyOf(Arrays.copyOfRange(pickle, at, at + width), 8);
        long count = ByteBuffer.wrap(eight).order(ByteOrder.LITTLE_ENDIAN).getLong();
        return count < 0 || count > pickle.length ? pickle.length : (int) count;
    }
}
