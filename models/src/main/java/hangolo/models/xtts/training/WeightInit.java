package hangolo.models.xtts.training;

import hangolo.engine.ParameterSpec;
import hangolo.models.xtts.gpt.GptParameterSpecs;
import hangolo.models.xtts.gpt.GptSizes;
import hangolo.models.xtts.nn.StateDict;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;

/** First values for models that are trained from nothing: the demo voice, and tests. */
public final class WeightInit {

    private static final double EMBEDDING = 0.1;
    private static final double SMALL = 0.02;
    private static final double LONGEST_WAVE = 100;

    private final SplittableRandom random;
    private final Map<String, StateDict.Source> tensors = new LinkedHashMap<>();

    private WeightInit(long seed) {
        this.random = new SplittableRandom(seed);
    }

    /**
     * A GPT that has learned nothing: normal values as wide as keeps the size of what flows through, the projections back into
     * the residual stream narrower with depth, positions as sinusoids (Vaswani 2017).
     *
     * @param codesPerToken audio codes that a text token takes on average; the sinusoids of audio run that much slower, so that
     *     a text and its sound begin with like positions
     * @return tensors under their names relative to {@code gpt.}
     */
    public static StateDict gpt(GptSizes sizes, double codesPerToken, long seed) {
        WeightInit fresh = new WeightInit(seed);
        double residual = 1 / Math.sqrt(2.0 * sizes.layers());
        for (ParameterSpec spec : new GptParameterSpecs(sizes).specs()) {
            String name = spec.name();
            if (name.endsWith(".bias")) {
                fresh.constant(name, spec.shape(), 0);
            } else if (name.endsWith("_pos_embedding.emb.weight")) {
                fresh.sinusoids(spec, name.startsWith("mel") ? 1 / codesPerToken : 1);
            } else if (name.endsWith("_embedding.weight")) {
                fresh.normal(name, spec.shape(), EMBEDDING);
            } else if (name.endsWith("gamma") || !spec.decay()) {
                fresh.constant(name, spec.shape(), 1);
            } else if (name.startsWith("gpt.h.")) {
                double width = name.endsWith("c_proj.weight") ? residual : 1;
                fresh.normal(name, spec.shape(), width / Math.sqrt(spec.rows()));
            } else if (name.startsWith("conditioning") && !name.endsWith("latents")) {
                fresh.normal(name, spec.shape(), 1 / Math.sqrt(spec.columns()));
            } else {
                fresh.normal(name, spec.shape(), SMALL);
            }
        }
        return StateDict.of("new model", fresh.tensors);
    }

    private void sinusoids(ParameterSpec spec, double speed) {
        int d = spec.columns();
        float[] values = new float[spec.count()];
        for (int i = 0; i < values.length; i++) {
            double angle = i / d * speed / Math.pow(LONGEST_WAVE, (i % d / 2 * 2) / (double) d);
            values[i] = (float) (1.5 * EMBEDDING * (i % 2 == 0 ? Math.sin(angle) : Math.cos(angle)));
        }
        tensors.put(spec.name(), StateDict.inMemory(spec.shape(), values));
    }

    /**
     * A DVAE with XTTS's structure (xtts-spec.md 5).
     *
     * @param hidden channels of the first convolution; twice as many inside
     * @param codeWidth width of an entry of the codebook
     * @param codes entries of the codebook
     * @return tensors under the names of {@code dvae.pth}
     */
    public static StateDict dvae(int melBins, int hidden, int codeWidth, int codes, long seed) {
        WeightInit fresh = new WeightInit(seed);
        int inner = 2 * hidden;
        fresh.convolution("encoder.0.0", hidden, melBins, 3);
        fresh.convolution("encoder.1.0", inner, hidden, 3);
        fresh.residuals("encoder.", 2, inner);
        fresh.convolution("encoder.5", codeWidth, inner, 1);
        fresh.normal("codebook.embed", new int[] {codeWidth, codes}, 1);
        fresh.convolution("decoder.0", inner, codeWidth, 1);
        fresh.residuals("decoder.", 1, inner);
        fresh.convolution("decoder.4.0.conv", inner, inner, 3);
        fresh.convolution("decoder.5.0.conv", hidden, inner, 3);
        fresh.convolution("decoder.6", melBins, hidden, 1);
        return StateDict.of("new model", fresh.tensors);
    }

    private void residuals(String prefix, int first, int channels) {
        for (int i = first; i < first + 3; i++) {
            convolution(prefix + i + ".net.0", channels, channels, 3);
            convolution(prefix + i + ".net.2", channels, channels, 3);
            convolution(prefix + i + ".net.4", channels, channels, 1);
        }
    }

    private void convolution(String name, int out, int in, int kernel) {
        normal(name + ".weight", new int[] {out, in, kernel}, 1 / Math.sqrt((double) in * kernel));
        constant(name + ".bias", new int[] {out}, 0);
    }

    private void constant(String name, int[] shape, float value) {
        float[] values = new float[count(shape)];
        Arrays.fill(values, value);
        tensors.put(name, StateDict.inMemory(shape, values));
    }

    private void normal(String name, int[] shape, double deviation) {
        float[] values = new float[count(shape)];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (random.nextGaussian() * deviation);
        }
        tensors.put(name, StateDict.inMemory(shape, values));
    }

    private static int count(int[] shape) {
        return Arrays.stream(shape).reduce(1, Math::multiplyExact);
    }
}
