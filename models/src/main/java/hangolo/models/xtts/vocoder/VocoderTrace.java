package hangolo.models.xtts.vocoder;

import hangolo.engine.Backend;
import hangolo.engine.Pass;
import hangolo.engine.Tensor;
import hangolo.models.xtts.nn.Traced;
import java.util.LinkedHashMap;
import java.util.Map;

/** Every stage of the vocoder in the original's names and layout, [channels, time]. */
public final class VocoderTrace {

    private final HifiGan vocoder;
    private final Pass pass;
    private final Map<String, Traced> values = new LinkedHashMap<>();

    private VocoderTrace(HifiGan vocoder, Pass pass) {
        this.vocoder = vocoder;
        this.pass = pass;
    }

    /**
     * Runs the vocoder.
     *
     * @param rows latents at its rate, see {@link HifiGan#resample}
     * @param speaker embedding
     * @return stages by name: {@code decoder_input}, {@code conv_pre}, {@code ups_0}, {@code resblock_0}, ...
     */
    public static Map<String, Traced> of(HifiGan vocoder, float[] rows, float[] speaker, Backend backend) {
        try (Pass pass = backend.inference()) {
            VocoderTrace trace = new VocoderTrace(vocoder, pass);
            trace.run(
                    pass.constant(rows.length / vocoder.latentWidth(), vocoder.latentWidth(), rows),
                    pass.constant(1, speaker.length, speaker));
            return trace.values;
        }
    }

    private void run(Tensor latents, Tensor speaker) {
        put("decoder_input", latents);
        Tensor first = vocoder.first(pass, latents);
        put("conv_pre", first);
        Tensor x = vocoder.conditioned(pass, first, speaker);
        int number = 0;
        for (int i = 0; i < vocoder.stages().size(); i++) {
            HifiGan.Stage stage = vocoder.stages().get(i);
            Tensor up = stage.raise(pass, pass.leakyRelu(x, HifiGan.SLOPE));
            put("ups_" + i, up);
            Tensor in = stage.condition()
                    .map(condition -> pass.addRow(up, condition.apply(pass, speaker)))
                    .orElse(up);
            for (HifiGan.ResidualBlock block : stage.blocks()) {
                put("resblock_" + number++, block.forward(pass, in));
            }
            x = stage.forward(pass, x, speaker);
        }
    }

    private void put(String name, Tensor rows) {
        values.put(name, Traced.channelsFirst(pass.read(rows), rows.columns(), rows.rows()));
    }
}
