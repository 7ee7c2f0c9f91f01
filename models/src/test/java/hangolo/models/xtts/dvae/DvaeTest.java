package hangolo.models.xtts.dvae;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hangolo.audio.MelSpectrogram;
import hangolo.engine.AdamW;
import hangolo.engine.Backend;
import hangolo.engine.PackedSequences;
import hangolo.engine.ParameterStore;
import hangolo.engine.Pass;
import hangolo.engine.Tensor;
import hangolo.engine.cpu.CpuBackend;
import hangolo.models.xtts.config.ModelFormatException;
import hangolo.models.xtts.gpt.TinyGpt;
import hangolo.models.xtts.nn.StateDict;
import hangolo.models.xtts.training.WeightInit;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The DVAE with fresh weights: shapes, independence of packed clips, and that it can be fitted. */
class DvaeTest {

    private Backend backend;
    private Dvae dvae;

    @BeforeEach
    void open() throws IOException {
        backend = new CpuBackend(1);
        dvae = Dvae.load(WeightInit.dvae(10, 12, 6, 16, 3), backend, true);
    }

    @AfterEach
    void close() {
        dvae.close();
        backend.close();
    }

    @Test
    void fourFramesAreACode() {
        assertEquals(4, dvae.framesPerCode());
        assertEquals(16, dvae.codes());
        for (int frames : new int[] {1, 4, 5, 8, 23}) {
            assertEquals((frames + 3) / 4, dvae.encode(TinyGpt.mel(frames, frames)).length);
        }
        MelSpectrogram mel = dvae.decode(3, 1, 4);
        assertEquals(12, mel.frames());
        assertEquals(10, mel.bins());
    }

    @Test
    void packedClipsDoNotSeeEachOther() {
        MelSpectrogram a = TinyGpt.mel(13, 1);
        MelSpectrogram b = TinyGpt.mel(9, 2);
        int[] packed;
        try (Pass pass = backend.inference()) {
            Dvae.Rows rows = dvae.encoder(
                    pass, pass.concatRows(constant(pass, a), constant(pass, b)), PackedSequences.ofLengths(13, 9));
            assertEquals(PackedSequences.ofLengths(4, 3), rows.segments());
            packed = dvae.nearest(pass, rows.tensor());
        }
        assertArrayEquals(dvae.encode(a), Arrays.copyOf(packed, 4));
        assertArrayEquals(dvae.encode(b), Arrays.copyOfRange(packed, 4, 7));
    }

    private static Tensor constant(Pass pass, MelSpectrogram mel) {
        return pass.constant(mel.frames(), mel.bins(), mel.values());
    }

    @Test
    void bothSearchesFindTheSameEntry() {
        float[] codebook = dvae.parameters().values("codebook.embed", ParameterStore.Role.WEIGHT);
        SplittableRandom random = new SplittableRandom(5);
        float[] rows = new float[40 * 6];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = (float) random.nextGaussian();
        }
        try (Pass pass = backend.inference()) {
            int[] nearest = dvae.nearest(pass, pass.constant(40, 6, rows));
            assertArrayEquals(DvaeLosses.nearest(codebook).choose(rows, 40, 6), nearest);
            assertTrue(Arrays.stream(nearest).distinct().count() > 5);
        }
    }

    @Test
    void itCanBeFitted() {
        List<MelSpectrogram> mels = List.of(TinyGpt.mel(8, 1), TinyGpt.mel(12, 2));
        double first = 0;
        double last = 0;
        for (int step = 1; step <= 150; step++) {
            float[] codebook = dvae.parameters().values("codebook.embed", ParameterStore.Role.WEIGHT);
            dvae.parameters().zeroGradients();
            try (Pass pass = backend.training(1, step)) {
                DvaeLosses losses = DvaeLosses.of(pass, dvae, mels, DvaeLosses.nearest(codebook), 0.25);
                pass.backward(losses.total(), 1);
                last = pass.value(losses.reconstruction());
                first = step == 1 ? last : first;
            }
            dvae.parameters().update(new AdamW(0.9, 0.99, 1e-8, 0), step, 3e-3);
        }
        assertTrue(last < 0.35 * first, first + " to " + last);
    }

    @Test
    void wrongShapesAreNamed() {
        complains("encoder.2.net.2.weight", new int[] {24, 23, 3}, "encoder.2.net.2.weight: expected [out, 24");
        complains("codebook.embed", new int[] {7, 16}, "the encoder gives 6 channels");
        complains("decoder.5.0.conv.bias", new int[] {11}, "decoder.5.0.conv.weight");
        assertThrows(ModelFormatException.class, () -> Dvae.load(StateDict.of("x.pth", Map.of()), backend, false));
        assertThrows(IllegalArgumentException.class, () -> dvae.decode(16));
    }

    private void complains(String name, int[] shape, String part) {
        StateDict fresh = WeightInit.dvae(10, 12, 6, 16, 3);
        Map<String, StateDict.Source> wrong = new TreeMap<>();
        wrong.put(name, StateDict.inMemory(shape, new float[Arrays.stream(shape).reduce(1, (a, b) -> a * b)]));
        StateDict weights = StateDict.of("dvae.pth", wrong).over(fresh);
        var e = assertThrows(ModelFormatException.class, () -> Dvae.load(weights, backend, false));
        assertTrue(e.getMessage().startsWith("dvae.pth: ") && e.getMessage().contains(part), e.getMessage());
    }
}
