package hangolo.models.xtts.dvae;

import hangolo.audio.MelSpectrogram;
import hangolo.engine.Backend;
import hangolo.engine.PackedSequences;
import hangolo.engine.Pass;
import hangolo.engine.Tensor;
import hangolo.models.xtts.nn.Traced;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What lies inside the DVAE, in the original's names and layout, [channels, time]. */
public final class DvaeTrace {

    private DvaeTrace() {}

    /**
     * Encodes a mel, and decodes codes.
     *
     * @param mel divided by the mel statistics, [frames, bins]
     * @param codes to be decoded
     * @return {@code encoder_output} of the mel; {@code decoder_last_hidden} and {@code decoded_mel} of the codes
     */
    public static Map<String, Traced> of(Dvae dvae, MelSpectrogram mel, int[] codes, Backend backend) {
        Map<String, Traced> values = new LinkedHashMap<>();
        try (Pass pass = backend.inference()) {
            Dvae.Rows encoded = dvae.encoder(
                    pass, pass.constant(mel.frames(), mel.bins(), mel.values()), PackedSequences.single(mel.frames()));
            values.put("encoder_output", rows(pass, encoded.tensor()));
            Dvae.Rows x = new Dvae.Rows(dvae.quantised(pass, codes), PackedSequences.single(codes.length));
            List<DvaeStage> stages = dvae.decoderStages();
            for (DvaeStage stage : stages.subList(0, stages.size() - 1)) {
                x = stage.apply(pass, x);
            }
            values.put("decoder_last_hidden", rows(pass, x.tensor()));
        }
        values.put("decoded_mel", Traced.whole(dvae.decode(codes).binsFirst()));
        return values;
    }

    private static Traced rows(Pass pass, Tensor tensor) {
        return Traced.channelsFirst(pass.read(tensor), tensor.columns(), tensor.rows());
    }
}
