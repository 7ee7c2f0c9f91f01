package hangolo.models.weights;

import java.util.Arrays;
import java.util.Optional;

/** The element types of stored tensors, with their names in PyTorch and in safetensors. */
public enum Dtype {
    /** IEEE double. */
    FLOAT64("float64", "F64", "DoubleStorage", "f8", 8),
    /** IEEE single. */
    FLOAT32("float32", "F32", "FloatStorage", "f4", 4),
    /** IEEE half. */
    FLOAT16("float16", "F16", "HalfStorage", "f2", 2),
    /** The upper half of an IEEE single. */
    BFLOAT16("bfloat16", "BF16", "BFloat16Storage", "", 2),
    /** Signed 64 bits. */
    INT64("int64", "I64", "LongStorage", "i8", 8),
    /** Signed 32 bits. */
    INT32("int32", "I32", "IntStorage", "i4", 4),
    /** Signed 16 bits. */
    INT16("int16", "I16", "ShortStorage", "i2", 2),
    /** Signed 8 bits. */
    INT8("int8", "I8", "CharStorage", "i1", 1),
    /** Unsigned 8 bits. */
    UINT8("uint8", "U8", "ByteStorage", "u1", 1),
    /** Unsigned 16 bits. */
    UINT16("uint16", "U16", "", "u2", 2),
    /** Unsigned 32 bits. */
    UINT32("uint32", "U32", "", "u4", 4),
    /** Unsigned 64 bits; values from 2^63 on cannot be read as {@code long}. */
    UINT64("uint64", "U64", "", "u8", 8),
    /** One byte, 0 or 1. */
    BOOL("bool", "BOOL", "BoolStorage", "b1", 1),
    /** Two singles; listed by an inspection, but its values cannot be read. */
    COMPLEX64("complex64", "C64", "ComplexFloatStorage", "c8", 8),
    /** Two doubles; listed by an inspection, but its values cannot be read. */
    COMPLEX128("complex128", "", "ComplexDoubleStorage", "c16", 16);

    private final String torchName;
    private final String safetensorsName;
    private final String storageClass;
    private final String numpyCode;
    private final int bytes;

    Dtype(String torchName, String safetensorsName, String storageClass, String numpyCode, int bytes) {
        this.torchName = torchName;
        this.safetensorsName = safetensorsName;
        this.storageClass = storageClass;
        this.numpyCode = numpyCode;
        this.bytes = bytes;
    }

    /** The name in PyTorch, without {@code torch.}: {@code float32}. */
    public String torchName() {
        return torchName;
    }

    /** The name in safetensors headers ({@code F32}); empty where that format has none. */
    public String safetensorsName() {
        return safetensorsName;
    }

    /** The size of one element in bytes. */
    public int bytes() {
        return bytes;
    }

    /** True for the types that hold real numbers with a fraction. */
    public boolean isFloating() {
        return this == FLOAT64 || this == FLOAT32 || this == FLOAT16 || this == BFLOAT16;
    }

    /** The class that PyTorch's pickles name for a storage of this type; empty where there is none. */
    public String storageClass() {
        return storageClass;
    }

    /** The type of that name in PyTorch, for example {@code bfloat16}; empty if there is none. */
    public static Optional<Dtype> byTorchName(String name) {
        return switch (name) {
            case "float" -> Optional.of(FLOAT32);
            case "double" -> Optional.of(FLOAT64);
            case "half" -> Optional.of(FLOAT16);
            case "long" -> Optional.of(INT64);
            case "int" -> Optional.of(INT32);
            case "short" -> Optional.of(INT16);
            default ->
                Arrays.stream(values()).filter(d -> d.torchName.equals(name)).findFirst();
        };
    }

    /** The type of that name in safetensors, for example {@code BF16}; empty if there is none. */
    public static Optional<Dtype> bySafetensorsName(String name) {
        return Arrays.stream(values())
                .filter(d -> !name.isEmpty() && d.safetensorsName.equals(name))
                .findFirst();
    }

    /** The type of a storage class in PyTorch's pickles, for example {@code FloatStorage}; empty if there is none. */
    public static Optional<Dtype> byStorageClass(String name) {
        return Arrays.stream(values())
                .filter(d -> !name.isEmpty() && d.storageClass.equals(name))
                .findFirst();
    }

    /** The type of that name in NumPy's headers, for example {@code f4}; empty if there is none. */
    public static Optional<Dtype> byNumpyCode(String code) {
        return Arrays.stream(values())
                .filter(d -> !code.isEmpty() && d.numpyCode.equals(code))
                .findFirst();
    }
}
