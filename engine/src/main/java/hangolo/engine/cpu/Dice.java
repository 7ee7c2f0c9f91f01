package hangolo.engine.cpu;

/**
 * The random numbers of dropout: a hash of seed, step, operation and position, so that no state has to be saved and the
 * backward pass can throw the same dice again.
 */
record Dice(int key) {

    static Dice of(long seed, long step, int operation) {
        long z = seed * 0x9E3779B97F4A7C15L + step;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L + operation;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return new Dice((int) (z ^ (z >>> 31)));
    }

    /** Multiplies {@code length} values with 0 (with that probability) or {@code 1 / (1 - probability)}. */
    void drop(float probability, int position, float[] values, int length) {
        float keep = 1f / (1f - probability);
        int limit = (int) (probability * (1L << 31)); // compared with 31 random bits
        for (int i = 0; i < length; i++) {
            int h = (position + i) * 0x9E3779B9 ^ key;
            h = (h ^ (h >>> 16)) * 0x7FEB352D;
            h = (h ^ (h >>> 15)) * 0x846CA68B;
            h = (h ^ (h >>> 16)) >>> 1;
            values[i] *= h < limit ? 0f : keep;
        }
    }
}
