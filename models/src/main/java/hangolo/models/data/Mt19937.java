package hangolo.models.data;

import java.util.Collections;
import java.util.List;

/**
 * The generator behind {@code numpy.random.seed}: MT19937 (Matsumoto and Nishimura, 1998) with NumPy's own way of
 * drawing bounded numbers by masks, so that Coqui's split of a data set can be repeated.
 */
final class Mt19937 {

    private static final int N = 624;
    private static final int M = 397;
    private static final int UPPER = 0x80000000;
    private static final int TWIST = 0x9908b0df;

    private final int[] state = new int[N];
    private int index = N;

    Mt19937(int seed) {
        state[0] = seed;
        for (int i = 1; i < N; i++) {
            state[i] = 1812433253 * (state[i - 1] ^ (state[i - 1] >>> 30)) + i;
        }
    }

    /** The next 32 bits. */
    int next() {
        if (index == N) {
            twist();
        }
        int y = state[index++];
        y ^= y >>> 11;
        y ^= (y << 7) & 0x9d2c5680;
        y ^= (y << 15) & 0xefc60000;
        return y ^ (y >>> 18);
    }

    /** Uniform in 0 (inclusive) to {@code bound} (exclusive); like {@code numpy.random.randint(0, bound)}. */
    int below(int bound) {
        int largest = bound - 1;
        if (largest == 0) {
            return 0;
        }
        int mask = -1 >>> Integer.numberOfLeadingZeros(largest);
        int drawn;
        do {
            drawn = next() & mask;
        } while (drawn > largest);
        return drawn;
    }

    /** Like {@code numpy.random.shuffle}. */
    void shuffle(List<?> list) {
        for (int i = list.size() - 1; i > 0; i--) {
            Collections.swap(list, i, below(i + 1));
        }
    }

    private void twist() {
        for (int i = 0; i < N; i++) {
            int y = (state[i] & UPPER) | (state[(i + 1) % N] & ~UPPER);
            state[i] = state[(i + M) % N] ^ (y >>> 1) ^ ((y & 1) == 0 ? 0 : TWIST);
        }
        index = 0;
    }
}
