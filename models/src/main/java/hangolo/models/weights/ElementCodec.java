package hangolo.models.weights;

import java.nio.ByteBuffer;

/** Turns the bytes of every {@link Dtype} into floats and longs, and floats into bytes. */
public final class ElementCodec {
    private ElementCodec() {}

    /** Reads {@code length} elements from the buffer's position; the buffer's byte order holds. */
    static void toFloats(Dtype dtype, ByteBuffer from, float[] target, int at, int length) {
        switch (dtype) {
            case FLOAT32 -> from.asFloatBuffer().get(target, at, length);
            case FLOAT64 -> {
                for (int i = 0; i < length; i++) {
                    target[at + i] = (float) from.getDouble();
                }
            }
            case FLOAT16 -> {
                for (int i = 0; i < length; i++) {
                    target[at + i] = halfToFloat(from.getShort());
                }
            }
            case BFLOAT16 -> {
                for (int i = 0; i < length; i++) {
                    target[at + i] = Float.intBitsToFloat(from.getShort() << 16);
                }
            }
            case COMPLEX64, COMPLEX128 -> throw new IllegalArgumentException("complex values have no float form");
            default -> {
                for (int i = 0; i < length; i++) {
                    target[at + i] = (float) nextLong(dtype, from);
                }
            }
        }
    }

    /** Reads {@code length} elements as integers; a fraction is cut off. */
    static void toLongs(Dtype dtype, ByteBuffer from, long[] target, int at, int length) {
        for (int i = 0; i < length; i++) {
            target[at + i] = dtype.isFloating() ? (long) nextDouble(dtype, from) : nextLong(dtype, from);
        }
    }

    /** Writes {@code length} floats in the given type, rounding to the nearest value. */
    static void fromFloats(Dtype dtype, float[] source, int length, ByteBuffer to) {
        if (dtype == Dtype.FLOAT32) {
            to.asFloatBuffer().put(source, 0, length);
            to.position(to.position() + length * Float.BYTES);
            return;
        }
        for (int i = 0; i < length; i++) {
            float value = source[i];
            switch (dtype) {
                case FLOAT64 -> to.putDouble(value);
                case FLOAT16 -> to.putShort(floatToHalf(value));
                case BFLOAT16 -> to.putShort(floatToBfloat(value));
                case INT64 -> to.putLong((long) value);
                case INT32 -> to.putInt((int) value);
                case UINT8, INT8, BOOL -> to.put((byte) value);
                default -> throw new IllegalArgumentException("floats cannot be written as " + dtype.torchName());
            }
        }
    }

    /** The next element of a buffer as a floating-point number. */
    public static double nextDouble(Dtype dtype, ByteBuffer from) {
        return switch (dtype) {
            case FLOAT64 -> from.getDouble();
            case FLOAT32 -> from.getFloat();
            case FLOAT16 -> halfToFloat(from.getShort());
            case BFLOAT16 -> Float.intBitsToFloat(from.getShort() << 16);
            default -> nextLong(dtype, from);
        };
    }

    /** The next element of a buffer as an integer; a floating-point type is an {@link IllegalArgumentException}. */
    public static long nextLong(Dtype dtype, ByteBuffer from) {
        return switch (dtype) {
            case INT64, UINT64 -> from.getLong();
            case INT32 -> from.getInt();
            case UINT32 -> Integer.toUnsignedLong(from.getInt());
            case INT16 -> from.getShort();
            case UINT16 -> Short.toUnsignedLong(from.getShort());
            case INT8 -> from.get();
            case UINT8 -> Byte.toUnsignedLong(from.get());
            case BOOL -> from.get() == 0 ? 0 : 1;
            default -> throw new IllegalArgumentException("no integer form of " + dtype.torchName());
        };
    }

    /** IEEE 754 half to single; exact for every value. */
    public static float halfToFloat(short half) {
        int bits = half & 0xffff;
        int sign = (bits & 0x8000) << 16;
        int exponent = (bits >> 10) & 0x1f;
        int fraction = bits & 0x3ff;
        if (exponent == 0x1f) {
            return Float.intBitsToFloat(sign | 0x7f800000 | fraction << 13);
        }
        if (exponent == 0) {
            float magnitude = fraction * 0x1p-24f;
            return sign == 0 ? magnitude : -magnitude;
        }
        return Float.intBitsToFloat(sign | (exponent + 112) << 23 | fraction << 13);
    }

    /** Single to IEEE 754 half, ties to even; too large values become infinite. */
    public static short floatToHalf(float value) {
        int bits = Float.floatToRawIntBits(value);
        int sign = bits >>> 16 & 0x8000;
        float magnitude = Math.abs(value);
        if (Float.isNaN(value)) {
            return (short) (sign | 0x7e00);
        }
        if (magnitude >= 65520f) {
            return (short) (sign | 0x7c00);
        }
        if (magnitude < 0x1p-14f) {
            return (short) (sign | (int) Math.rint(magnitude * 0x1p24f));
        }
        int shifted = (bits & 0x7fffffff) - (112 << 23);
        int rounded = shifted + 0xfff + (shifted >> 13 & 1);
        return (short) (sign | rounded >> 13);
    }

    /** Single to bfloat16, ties to even; NaN stays NaN. */
    public static short floatToBfloat(float value) {
        int bits = Float.floatToRawIntBits(value);
        if (Float.isNaN(value)) {
            return (short) (bits >>> 16 | 0x40);
        }
        return (short) (bits + 0x7fff + (bits >>> 16 & 1) >>> 16);
    }
}
