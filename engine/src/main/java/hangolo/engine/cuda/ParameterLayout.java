package hangolo.engine.cuda;

import hangolo.engine.ParameterSpec;
import java.util.ArrayList;
import java.util.List;

/**
 * The offset of each parameter in the memory of a store, and the runs of parameters that share weight decay.
 *
 * @param offsets first value of each parameter, then the total
 * @param bounds first value of each run, then the total
 * @param decays for each run 1 if weight decay applies, else 0
 */
record ParameterLayout(long[] offsets, int[] bounds, int[] decays) {

    /** Parameters start at a multiple of that many values: 256 bytes in bf16. */
    private static final int UNIT = Arena.ALIGNMENT / Short.BYTES;

    static ParameterLayout of(List<ParameterSpec> specs) {
        long[] offsets = new long[specs.size() + 1];
        List<Integer> bounds = new ArrayList<>();
        List<Integer> decays = new ArrayList<>();
        for (int i = 0; i < specs.size(); i++) {
            int decay = specs.get(i).decay() ? 1 : 0;
            if (decays.isEmpty() || decays.get(decays.size() - 1) != decay) {
                bounds.add((int) offsets[i]);
                decays.add(decay);
            }
            offsets[i + 1] = offsets[i] + ((long) specs.get(i).count() + UNIT - 1) / UNIT * UNIT;
            if (offsets[i + 1] > Integer.MAX_VALUE) {
                throw new IllegalArgumentException("the cuda backend holds at most " + Integer.MAX_VALUE
                        + " parameters in one network, this one has more");
            }
        }
        bounds.add((int) offsets[specs.size()]);
        return new ParameterLayout(offsets, ints(bounds), ints(decays));
    }

    private static int[] ints(List<Integer> values) {
        return values.stream().mapToInt(Integer::intValue).toArray();
    }

    long offset(int parameter) {
        return offsets[parameter];
    }

    /** All values, padding included. */
    long total() {
        return offsets[offsets.length - 1];
    }
}
