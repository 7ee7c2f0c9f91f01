package hangolo.bench;

import hangolo.engine.ParameterSpec;
import hangolo.engine.ParameterStore;
import java.util.SplittableRandom;

/** Random weights of a sensible size, made tensor by tensor so that the Java heap never holds the model. */
public record RandomWeights(long seed) {

    private static final float SMALL = 0.05f;

    /** The values of a parameter; they depend on its name and the seed only. */
    public float[] of(ParameterSpec spec) {
        SplittableRandom random = new SplittableRandom(seed ^ spec.name().hashCode());
        boolean gain = spec.rows() == 1 && !spec.name().endsWith("bias");
        boolean matrix = spec.decay() && !gain && !spec.name().endsWith("latents");
        float width = matrix ? (float) (1 / Math.sqrt(fanIn(spec))) : SMALL;
        float[] values = new float[spec.count()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (gain ? 1 : 0) + width * (2 * (random.nextInt() >>> 8) / (float) (1 << 24) - 1);
        }
        return values;
    }

    private static int fanIn(ParameterSpec spec) {
        return spec.name().startsWith("gpt.h.") ? spec.rows() : spec.columns();
    }

    /** Fills all weights. */
    public void fill(ParameterStore store) {
        store.specs().forEach(spec -> store.fill(spec.name(), ParameterStore.Role.WEIGHT, of(spec)));
    }
}
