package hangolo.models.data;

import java.util.List;

/**
 * Random numbers that are a function of what they are for: the same key (seed, epoch, position, ...) always gives the
 * same numbers, no matter what was drawn before. That is why a resumed run sees the very same data.
 *
 * <p>SplitMix64 (Steele, Lea and Flood, 2014) over a key that is mixed word by word.
 */
final class CounterRandom {

    private static final long STEP = 0x9e3779b97f4a7c15L;

    private long state;

    CounterRandom(long... key) {
        for (long word : key) {
            state = mix(state + STEP ^ mix(word + STEP));
        }
    }

    long next() {
        state += STEP;
        return mix(state);
    }

    /** Uniform in 0 (inclusive) to {@code bound} (exclusive), without bias. */
    int below(int bound) {
        if (bound <= 0) {
            throw new IllegalArgumentException("bound must be positive, not " + bound);
        }
        // 2^63 rounded down to a multiple of the bound; what lies above it would favour small numbers
        long fair = Long.MAX_VALUE - Long.MAX_VALUE % bound;
        long drawn;
        do {
            drawn = next() >>> 1;
        } while (drawn >= fair);
        return (int) (drawn % bound);
    }

    /** Uniform between both, both included. */
    int between(int least, int most) {
        return least + below(most - least + 1);
    }

    /** Fisher-Yates: every order is equally likely. */
    void shuffle(int[] values) {
        for (int i = values.length - 1; i > 0; i--) {
            int j = below(i + 1);
            int kept = values[i];
            values[i] = values[j];
            values[j] = kept;
        }
    }

    /** One of them. */
    <T> T pick(List<T> values) {
        return values.get(below(values.size()));
    }

    private static long mix(long z) {
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }
}
