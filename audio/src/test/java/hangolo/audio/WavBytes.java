package hangolo.audio;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Builds WAV files byte by byte for the tests of the reader. */
final class WavBytes {
    private final ByteBuffer out = ByteBuffer.allocate(1 << 16).order(ByteOrder.LITTLE_ENDIAN);

    private WavBytes() {
        ascii("RIFF").int32(0).ascii("WAVE");
    }

    static WavBytes riff() {
        return new WavBytes();
    }

    /** 16-bit mono at 8000 Hz in the extensible form, behind a chunk of odd length. */
    static WavBytes extensible() {
        return riff().ascii("LIST")
                .int32(3)
                .ascii("abc")
                .int8(0)
                .ascii("fmt ")
                .int32(40)
                .int16(0xFFFE)
                .int16(1)
                .int32(8000)
                .int32(16000)
                .int16(2)
                .int16(16)
                .int16(22)
                .int16(16)
                .int32(4)
                .int16(1)
                .int16(0)
                .int32(0x100000)
                .int32(0xAA000080)
                .int32(0x719B3800);
    }

    WavBytes ascii(String text) {
        out.put(text.getBytes(StandardCharsets.US_ASCII));
        return this;
    }

    WavBytes int32(int value) {
        out.putInt(value);
        return this;
    }

    WavBytes int16(int value) {
        out.putShort((short) value);
        return this;
    }

    WavBytes int8(int value) {
        out.put((byte) value);
        return this;
    }

    WavBytes float32(float value) {
        out.putFloat(value);
        return this;
    }

    WavBytes float64(double value) {
        out.putDouble(value);
        return this;
    }

    WavBytes fmt(int tag, int channels, int rate, int bits) {
        int align = channels * ((bits + 7) / 8);
        return ascii("fmt ")
                .int32(16)
                .int16(tag)
                .int16(channels)
                .int32(rate)
                .int32(rate * align)
                .int16(align)
                .int16(bits);
    }

    WavBytes data(int bytes) {
        return ascii("data").int32(bytes);
    }

    byte[] bytes() {
        byte[] all = new byte[out.position()];
        System.arraycopy(out.array(), 0, all, 0, all.length);
        return all;
    }
}
