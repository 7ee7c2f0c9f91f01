package hangolo.models.xtts;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import hangolo.audio.Mel;
import hangolo.engine.Backend;
import hangolo.engine.Pass;
import hangolo.engine.Segments;
import hangolo.engine.Tensor;
import hangolo.engine.cpu.CpuBackend;
import hangolo.models.weights.WeightFile;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The DVAE against the original software. */
class DvaeGoldenTest {

    private Goldens goldens;
    private Backend backend;
    private Dvae dvae;

    @BeforeEach
    void open() throws IOException {
        goldens = Goldens.find();
        backend = new CpuBackend(1);
        try (WeightFile file = WeightFile.open(goldens.path("model/dvae.pth"))) {
            dvae = Dvae.load(Weights.of(file), backend, false);
        }
    }

    @AfterEach
    void close() {
        if (dvae != null) {
            dvae.close();
            backend.close();
        }
    }

    @Test
    void codesOfAllClipsAreThoseOfTheOriginal() throws IOException {
        List<String> names = goldens.names("dvae/codes/");
        assertEquals(10, names.size());
        for (String name : names) {
            int[] codes = dvae.encode(mel(name.substring("dvae/codes/".length())));
            assertArrayEquals(goldens.array(name).ints(), codes, name);
        }
    }

    @Test
    void encoderAndDecoderAreThoseOfTheOriginal() throws IOException {
        Mel mel = mel("clip_04");
        int[] codes = goldens.array("dvae/codes/clip_04").ints();
        try (Pass pass = backend.inference()) {
            Dvae.Rows encoded = dvae.encoder(pass, TrainingBatch.constant(pass, mel), Segments.single(mel.frames()));
            goldens.checkTimeMajor("dvae/encoder_output/clip_04", pass.read(encoded.tensor()));
            Dvae.Rows x = new Dvae.Rows(dvae.quantised(pass, codes), Segments.single(codes.length));
            List<DvaeStage> stages = dvae.decoderStages();
            for (DvaeStage stage : stages.subList(0, stages.size() - 1)) {
                x = stage.apply(pass, x);
            }
            Tensor hidden = x.tensor();
            goldens.checkTimeMajor("dvae/decoder_last_hidden/clip_04", pass.read(hidden));
        }
        goldens.checkTimeMajor("dvae/decoded_mel/clip_04", dvae.decode(codes).values());
    }

    private Mel mel(String clip) throws IOException {
        Goldens.Array array = goldens.array("audio/dvae_mel/" + clip);
        return Mel.ofBinsFirst(array.shape()[1], array.shape()[2], array.values());
    }
}
