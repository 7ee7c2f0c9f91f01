package hangolo.fuzz;

import java.util.SplittableRandom;

/** Makes a damaged file out of a good one. */
@FunctionalInterface
public interface Mutator {

    /**
     * The damaged file.
     *
     * @param good not to be changed
     * @param random the only source of chance
     */
    byte[] mutate(byte[] good, SplittableRandom random);

    /** Now this, now that one, with equal chance; sometimes one after the other. */
    static Mutator anyOf(Mutator... mutators) {
        return (good, random) -> {
            byte[] once = mutators[random.nextInt(mutators.length)].mutate(good, random);
            return random.nextInt(6) == 0 ? mutators[random.nextInt(mutators.length)].mutate(once, random) : once;
        };
    }
}
