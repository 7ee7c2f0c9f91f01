package hangolo.models.weights.file;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hangolo.models.weights.StoredTensor;
import hangolo.models.weights.TensorSource;
import hangolo.models.weights.checkpoint.Export;
import hangolo.models.weights.checkpoint.TrainerStateDict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * A checkpoint of full size (about 5.6 GB, one tensor larger than 4 GB) in a heap that cannot hold it. Run by hand:
 * {@code mvn test -pl models -am -Dtest=LargeFileTest -Dsurefire.failIfNoSpecifiedTests=false -Dhangolo.large=true}; it needs 12 GB
 * of free disk. Run directly, it passes with a heap of 64 MB.
 */
@EnabledIfSystemProperty(named = "hangolo.large", matches = "true", disabledReason = "needs 12 GB of disk and minutes")
class LargeFileTest {
    private static final long HUGE = 1_100_000_000L;
    private static final int MANY = 300;
    private static final long LARGE = 1_000_003L;

    @TempDir
    Path folder;

    private static float value(int tensor, long index) {
        return (float) ((index * 31 + tensor * 7L) % 65_521) - 30_000;
    }

    private static TensorSource source(int tensor, long count) {
        return TensorSource.of("xtts.gpt.t" + tensor, new long[] {count}, (offset, chunk, length) -> {
            for (int i = 0; i < length; i++) {
                chunk[i] = value(tensor, offset + i);
            }
        });
    }

    @Test
    void writesReadsAndExportsInBoundedMemory() throws IOException {
        Path file = folder.resolve("checkpoint_large.pth");
        List<TensorSource> tensors = new ArrayList<>();
        tensors.add(source(0, 1000));
        tensors.add(source(1, HUGE));
        for (int t = 2; t < MANY; t++) {
            tensors.add(source(t, LARGE));
        }
        Map<String, Object> root = new LinkedHashMap<>();
        root.put("model", TrainerStateDict.withVersions(tensors));
        long start = System.nanoTime();
        TorchWriter.write(file, root);
        report("written", file, start);
        start = System.nanoTime();
        check(file, "xtts.gpt.t");
        report("read and compared", file, start);
        Path export = folder.resolve("large.safetensors");
        start = System.nanoTime();
        Export.weights(file, export);
        report("exported", export, start);
        check(export, "gpt.t");
        System.out.println("heap limit " + (Runtime.getRuntime().maxMemory() >> 20) + " MB");
    }

    private static void report(String what, Path file, long start) throws IOException {
        double seconds = (System.nanoTime() - start) / 1e9;
        double megabytes = Files.size(file) / 1e6;
        System.out.printf(
                Locale.ROOT, "%s %.0f MB in %.1f s, %.0f MB/s%n", what, megabytes, seconds, megabytes / seconds);
    }

    private static void check(Path path, String prefix) {
        long start = System.nanoTime();
        try (WeightFile file = WeightFile.open(path)) {
            System.out.println("opened in " + (System.nanoTime() - start) / 1_000_000 + " ms");
            assertEquals(MANY, file.tensors().size());
            assertTrue(file.tensor(prefix + "1").bytes() > 1L << 32);
            float[] found = new float[1 << 16];
            for (int t = 0; t < MANY; t++) {
                StoredTensor tensor = file.tensor(prefix + t);
                long step = t == 1 ? 1 << 24 : 1 << 16;
                for (long at = 0; at < tensor.count(); at += step) {
                    int length = (int) Math.min(found.length, tensor.count() - at);
                    tensor.readFloats(at, found, 0, length);
                    float[] expected = found.clone();
                    for (int i = 0; i < length; i++) {
                        expected[i] = value(t, at + i);
                    }
                    assertArrayEquals(expected, found);
                }
            }
        }
    }
}
