package hangolo.models.xtts;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import hangolo.engine.Backend;
import hangolo.engine.ParameterSpec;
import hangolo.engine.ParameterStore;
import hangolo.engine.Pass;
import hangolo.engine.Segments;
import hangolo.engine.Tensor;
import hangolo.engine.cpu.CpuBackend;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Pieces of a convolution are the whole convolution. */
class LongConvolutionTest {

    @ParameterizedTest
    @CsvSource({"3,1,1", "3,1,60", "7,3,100", "11,5,400", "1,1,16"})
    void piecesMakeTheWhole(int kernel, int dilation, int unfolded) {
        SplittableRandom random = new SplittableRandom(kernel);
        List<ParameterSpec> specs = List.of(
                new ParameterSpec("c.weight", new int[] {5, 4, kernel}, false),
                new ParameterSpec("c.bias", new int[] {5}, false));
        try (Backend backend = new CpuBackend(1);
                ParameterStore store = backend.store(specs, false);
                Pass pass = backend.inference()) {
            specs.forEach(spec -> store.fill(spec.name(), ParameterStore.Role.WEIGHT, values(random, spec.count())));
            Convolution convolution = Convolution.same(store, "c", dilation);
            Tensor x = pass.constant(37, 4, values(random, 37 * 4));
            float[] whole = pass.read(convolution.apply(pass, x, Segments.single(37)));
            float[] pieces = pass.read(new LongConvolution(convolution, unfolded).apply(pass, x));
            assertArrayEquals(whole, pieces, 1e-5f);
        }
    }

    private static float[] values(SplittableRandom random, int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }
}
