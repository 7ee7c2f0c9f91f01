package hangolo.models.weights.pickle;

import hangolo.models.weights.Dtype;
import hangolo.models.weights.StoredTensor;
import hangolo.models.weights.TensorLayout;
import hangolo.models.weights.TensorSource;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes plain values and tensors as a pickle of protocol 2, with no other instructions than PyTorch's restricted loader
 * ({@code weights_only}) accepts. Tensors become references to storages that are written elsewhere.
 */
public final class Pickler {
    private static final int DEEPEST = 64;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final Map<String, Integer> memo = new HashMap<>();
    private final List<TensorSource> sources = new ArrayList<>();
    private int depth;

    /** The pickle of one value. */
    public byte[] write(Object root) {
        op(0x80).op(2);
        value(root);
        op('.');
        return out.toByteArray();
    }

    /** The tensors met, in the order of their storage keys 0, 1, 2, ... */
    public List<TensorSource> sources() {
        return sources;
    }

    private void value(Object value) {
        if (++depth > DEEPEST) {
            throw new IllegalArgumentException("values nested more than " + DEEPEST + " deep");
        }
        if (value == null) {
            op('N');
        } else if (value instanceof Boolean flag) {
            op(flag ? 0x88 : 0x89);
        } else if (value instanceof Number number) {
            number(number);
        } else if (value instanceof String text) {
            text(text);
        } else if (value instanceof StoredTensor tensor) {
            tensor(TensorSource.copyOf(tensor));
        } else if (value instanceof TensorSource source) {
            tensor(source);
        } else if (value instanceof Map<?, ?> map) {
            map(map);
        } else if (value instanceof PickledTuple tuple) {
            tuple(tuple);
        } else if (value instanceof List<?> list) {
            list(list);
        } else if (value instanceof Dtype dtype) {
            global("torch", dtype.torchName());
        } else {
            throw new IllegalArgumentException(
                    "a " + value.getClass().getName() + " cannot be written to a weight file");
        }
        depth--;
    }

    private void number(Number number) {
        if (number instanceof Double || number instanceof Float) {
            op('G');
            bytes(ByteBuffer.allocate(8).putDouble(number.doubleValue()));
        } else if (number instanceof BigInteger big) {
            big(big);
        } else if (number instanceof Long
                || number instanceof Integer
                || number instanceof Short
                || number instanceof Byte) {
            integer(number.longValue());
        } else {
            throw new IllegalArgumentException(
                    "a number of " + number.getClass() + " cannot be written to a weight file");
        }
    }

    private void integer(long value) {
        if (value >= 0 && value < 0x100) {
            op('K').op((int) value);
        } else if (value >= 0 && value < 0x10000) {
            op('M').op((int) value & 0xff).op((int) value >> 8);
        } else if (value == (int) value) {
            op('J').int32((int) value);
        } else {
            big(BigInteger.valueOf(value));
        }
    }

    private void big(BigInteger value) {
        byte[] bytes = value.toByteArray();
        if (bytes.length > 255) {
            throw new IllegalArgumentException("an integer of " + bytes.length + " bytes");
        }
        op(0x8a).op(bytes.length);
        for (int i = bytes.length - 1; i >= 0; i--) {
            op(bytes[i]);
        }
    }

    private void text(String text) {
        if (recall("text " + text)) {
            return;
        }
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        op('X').int32(utf8.length);
        out.writeBytes(utf8);
        remember("text " + text);
    }

    private void map(Map<?, ?> map) {
        if (map instanceof PickledDict) {
            emptyOrderedDict();
        } else {
            op('}');
        }
        items(map);
        if (map instanceof PickledDict dict && !dict.attributes().isEmpty()) {
            map(dict.attributes());
            op('b');
        }
    }

    private void items(Map<?, ?> map) {
        if (map.isEmpty()) {
            return;
        }
        op('(');
        map.forEach((key, item) -> {
            value(key);
            value(item);
        });
        op('u');
    }

    private void list(List<?> list) {
        op(']');
        if (list.isEmpty()) {
            return;
        }
        op('(');
        list.forEach(this::value);
        op('e');
    }

    private void tuple(List<?> elements) {
        if (elements.isEmpty()) {
            op(')');
            return;
        }
        if (elements.size() > 3) {
            op('(');
        }
        elements.forEach(this::value);
        op(elements.size() > 3 ? 't' : 0x84 + elements.size());
    }

    private void tensor(TensorSource source) {
        Dtype dtype = source.dtype();
        if (dtype.storageClass().isEmpty()) {
            throw new IllegalArgumentException("tensor " + source.name() + " has the type " + dtype.torchName()
                    + ", which .pth files cannot hold");
        }
        TensorLayout layout = TensorLayout.dense(source.shape());
        String key = Integer.toString(sources.size());
        sources.add(source);
        global("torch._utils", "_rebuild_tensor_v2");
        op('(').op('(');
        text("storage");
        global("torch", dtype.storageClass());
        text(key);
        text("cpu");
        integer(layout.count());
        op('t').op('Q').op('K').op(0);
        figures(layout.shape());
        figures(layout.strides());
        op(0x89);
        emptyOrderedDict();
        op('t').op('R');
    }

    private void figures(long[] figures) {
        List<Long> list = new ArrayList<>();
        for (long figure : figures) {
            list.add(figure);
        }
        tuple(list);
    }

    private void emptyOrderedDict() {
        global("collections", "OrderedDict");
        op(')').op('R');
    }

    private void global(String module, String name) {
        String key = "class " + module + "." + name;
        if (recall(key)) {
            return;
        }
        op('c');
        out.writeBytes((module + "\n" + name + "\n").getBytes(StandardCharsets.US_ASCII));
        remember(key);
    }

    private boolean recall(String key) {
        Integer index = memo.get(key);
        if (index == null) {
            return false;
        }
        if (index < 256) {
            op('h').op(index);
        } else {
            op('j').int32(index);
        }
        return true;
    }

    private void remember(String key) {
        int index = memo.size();
        memo.put(key, index);
        if (index < 256) {
            op('q').op(index);
        } else {
            op('r').int32(index);
        }
    }

    private Pickler op(int code) {
        out.write(code);
        return this;
    }

    private void int32(int value) {
        bytes(ByteBuffer.allocate(4).putInt(Integer.reverseBytes(value)));
    }

    private void bytes(ByteBuffer buffer) {
        out.writeBytes(buffer.array());
    }
}
