package hangolo.models.xtts.vocoder;

import hangolo.engine.Backend;
import hangolo.engine.ParameterSpec;
import hangolo.engine.ParameterStore;
import hangolo.models.xtts.config.ModelFormatException;
import hangolo.models.xtts.nn.StateDict;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The parameters of a vocoder.
 *
 * @param residual those of the residual blocks, with products in the precision of the backend: 95 % of all products
 * @param rest all others, with products of 32-bit numbers: rounding them as well costs 4 to 8 dB of signal to noise
 */
record HifiGanParameters(ParameterStore residual, ParameterStore rest) implements AutoCloseable {

    static final String RESIDUAL = "resblocks.";

    /** Loads them; the names are those of the weights. */
    static HifiGanParameters of(StateDict weights, Backend backend) throws IOException {
        ParameterStore residual = backend.store(specs(weights, true), false, backend.precision());
        HifiGanParameters all = new HifiGanParameters(residual, backend.store(specs(weights, false), false));
        try {
            for (String name : weights.names()) {
                all.of(name).fill(name, ParameterStore.Role.WEIGHT, weights.values(name));
            }
            return all;
        } catch (IOException | RuntimeException e) {
            all.close();
            throw e;
        }
    }

    private ParameterStore of(String name) {
        return name.startsWith(RESIDUAL) ? residual : rest;
    }

    /** The last convolution has no bias in the file; it gets one of zeros. */
    private static List<ParameterSpec> specs(StateDict weights, boolean residual) throws ModelFormatException {
        List<ParameterSpec> specs = new ArrayList<>();
        for (String name : weights.names()) {
            if (name.startsWith(RESIDUAL) == residual) {
                specs.add(new ParameterSpec(name, weights.shape(name), false));
            }
        }
        if (!residual && !weights.has("conv_post.bias")) {
            specs.add(new ParameterSpec("conv_post.bias", new int[] {weights.size("conv_post.weight", 0)}, false));
        }
        return List.copyOf(specs);
    }

    @Override
    public void close() {
        residual.close();
        rest.close();
    }
}
