package hangolo.engine;

import java.util.ArrayList;
import java.util.List;

/**
 * The offset of each parameter in the memory of a store, and the runs of parameters that share weight decay.
 *
 * @param offsets first value of each parameter, then the total
 * @param bounds first value of each run, then the total
 * @param decays for each run 1 if weight decay applies, else 0
 */
public record ParameterLayout(long[] offsets, int[] bounds, int[] decays) {

    /**
     * The layout of some parameters.
     *
     * @param alignment parameters start at multiples of that many values
     * @param limit the most values that the backend holds; an {@link IllegalArgumentException} says if these are more
     */
    public static ParameterLayout of(List<ParameterSpec> specs, int alignment, int limit) {
        long[] offsets = new long[specs.size() + 1];
        List<Integer> bounds = new ArrayList<>();
        List<Integer> decays = new ArrayList<>();
        for (int i = 0; i < specs.size(); i++) {
            int decay = specs.get(i).decay() ? 1 : 0;
            if (decays.isEmpty() || decays.get(decays.size() - 1) != decay) {
                bounds.add((int) offsets[i]);
                decays.add(decay);
            }
            offsets[i + 1] = offsets[i] + ((long) specs.get(i).count() + alignment - 1) / alignment * alignment;
            if (offsets[i + 1] > limit) {
                throw new IllegalArgumentException(
                        "this backend holds at most " + limit + " parameters in one network, this one has more");
            }
        }
        bounds.add((int) offsets[specs.size()]);
        return new ParameterLayout(offsets, ints(bounds), ints(decays));
    }

    private static int[] ints(List<Integer> values) {
        return values.stream().mapToInt(Integer::intValue).toArray();
    }

    /** First value of a parameter. */
    public long offset(int parameter) {
        return offsets[parameter];
    }

    /** All values, padding included. */
    public long total() {
        return offsets[offsets.length - 1];
    }
}
