package hangolo.models.xtts.speaker;

import hangolo.audio.MelSpectrogram;
import hangolo.engine.Backend;
import hangolo.engine.Pass;
import hangolo.engine.Tensor;
import hangolo.models.xtts.nn.Traced;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Every stage of the speaker encoder in the original's names and layout, [channels, frequency, time]. */
public final class SpeakerTrace {

    private final SpeakerEncoder encoder;
    private final Pass pass;
    private final Map<String, Traced> values = new LinkedHashMap<>();

    private SpeakerTrace(SpeakerEncoder encoder, Pass pass) {
        this.encoder = encoder;
        this.pass = pass;
    }

    /**
     * Runs the encoder.
     *
     * @param mel logarithmic, [frames, bins]
     * @return stages by name: {@code instancenorm}, {@code bn1}, {@code layer1_block0_se}, {@code layer1}, ...,
     *     {@code attention}, {@code fc} (before it is brought to length 1)
     */
    public static Map<String, Traced> of(SpeakerEncoder encoder, MelSpectrogram mel, Backend backend) {
        Map<String, Traced> stages;
        try (Pass pass = backend.inference()) {
            SpeakerTrace trace = new SpeakerTrace(encoder, pass);
            trace.run(mel);
            stages = trace.values;
        }
        stages.put("fc", Traced.whole(encoder.embed(mel)));
        return stages;
    }

    private void run(MelSpectrogram mel) {
        float[] normalised = SpeakerEncoder.instanceNorm(mel);
        values.put("instancenorm", Traced.whole(normalised));
        SpeakerEncoder.Image image = encoder.start(pass, pass.constant(normalised.length, 1, normalised), mel);
        put("bn1", image, image.pixels());
        for (int i = 0; i < encoder.layers().size(); i++) {
            List<SpeakerEncoder.Block> blocks = encoder.layers().get(i);
            String layer = "layer" + (i + 1);
            for (int j = 0; j < blocks.size(); j++) {
                SpeakerEncoder.Image size = blocks.get(j).size(image);
                put(layer + "_block" + j + "_se", size, blocks.get(j).excited(pass, image, size));
                image = blocks.get(j).forward(pass, image);
                put(layer + "_block" + j, image, image.pixels());
            }
            put(layer, image, image.pixels());
        }
        attention(image);
    }

    /** The weights over time; the original numbers its columns with the frequency inside. */
    private void attention(SpeakerEncoder.Image image) {
        float[] rows = pass.read(encoder.attention(pass, encoder.flatten(pass, image)));
        int channels = image.pixels().columns();
        int time = image.width();
        float[] result = new float[rows.length];
        for (int i = 0; i < rows.length; i++) {
            int column = i % (rows.length / time);
            int original = column % channels * image.height() + column / channels;
            result[original * time + i / (rows.length / time)] = rows[i];
        }
        values.put("attention", Traced.whole(result));
    }

    private void put(String name, SpeakerEncoder.Image size, Tensor pixels) {
        values.put(name, Traced.channelsFirst(pass.read(pixels), pixels.columns(), size.height() * size.width()));
    }
}
