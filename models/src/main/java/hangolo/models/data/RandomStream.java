package hangolo.models.data;

/** Keeps the random numbers for different purposes apart: the second word of a {@link CounterRandom} key. */
final class RandomStream {

    static final long SPLIT = 1;
    static final long ORDER = 2;
    static final long CROP = 3;

    private RandomStream() {}
}
