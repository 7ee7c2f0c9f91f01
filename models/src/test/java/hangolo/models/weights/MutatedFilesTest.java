package hangolo.models.weights;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Damaged files either still open or give a {@link WeightFileException}; no other exception, no endless loop. The number of
 * mutations can be raised: {@code -Dhangolo.mutations=1000000}.
 */
class MutatedFilesTest {
    private static final long SLOWEST_NANOS = 20_000_000_000L;
    private static final int MUTATIONS = Integer.getInteger("hangolo.mutations", 20_000);
    private static final long SEED = Long.getLong("hangolo.mutations.seed", 20261123L);

    @TempDir
    Path folder;

    private static List<Path> originals() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("src", "test", "resources", "pickles"))) {
            return files.filter(f -> f.toString().endsWith(".pth") && f.toFile().length() > 0)
                    .sorted()
                    .toList();
        }
    }

    @Test
    void damagedFilesGiveTheirOwnExceptionOnly() throws IOException {
        Random random = new Random(SEED);
        List<Path> originals = originals();
        Path safetensors = folder.resolve("seed.safetensors");
        SafetensorsWriter.write(
                safetensors,
                List.of(TensorSource.of("a.b", new long[] {2, 3}, new float[6])),
                java.util.Map.of("k", "v"));
        int refused = 0;
        for (int n = 0; n < MUTATIONS; n++) {
            int choice = random.nextInt(originals.size() + 1);
            Path original = choice == originals.size() ? safetensors : originals.get(choice);
            byte[] whole = Files.readAllBytes(original);
            boolean inside = whole[0] == 'P' && random.nextBoolean();
            byte[] damaged = inside ? mutateEntries(original, random) : mutate(whole, random);
            Path file = Files.write(folder.resolve("damaged"), damaged);
            long start = System.nanoTime();
            try {
                if (!readAll(file)) refused++;
            } catch (RuntimeException | Error e) {
                Path kept = Files.write(Path.of("target", "mutation-" + n + ".bin"), damaged);
                fail("mutation " + n + " of " + original + " with seed " + SEED + ", kept as " + kept, e);
            }
            assertTrue(
                    System.nanoTime() - start < SLOWEST_NANOS, "mutation " + n + " of " + original + " takes too long");
        }
        System.out.println(refused + " of " + MUTATIONS + " damaged files were refused, the others still read");
        assertTrue(refused > MUTATIONS / 10 && refused < MUTATIONS);
    }

    /** True if the file opens and all of its tensors can be read. */
    private static boolean readAll(Path file) {
        try (WeightFile weights = WeightFile.open(file)) {
            weights.tensors().values().forEach(tensor -> {
                if (tensor.dtype() != Dtype.COMPLEX64 && tensor.dtype() != Dtype.COMPLEX128) tensor.floats();
            });
            Inspection.of(file);
        } catch (WeightFileException e) {
            return false;
        }
        try (CheckpointFile checkpoint = CheckpointFile.read(file)) {
            checkpoint.weights();
            checkpoint.config();
            checkpoint.losses();
            checkpoint.optimizer();
        } catch (WeightFileException e) {
            return true;
        }
        return true;
    }

    /** Damages the content of the zip's entries but not the zip, whose check sums would betray it. */
    private static byte[] mutateEntries(Path original, Random random) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipFile in = new ZipFile(original.toFile());
                ZipOutputStream out = new ZipOutputStream(bytes)) {
            for (ZipEntry entry : in.stream().toList()) {
                boolean damage = entry.getName().endsWith("data.pkl") || random.nextInt(20) == 0;
                byte[] content = in.getInputStream(entry).readAllBytes();
                out.putNextEntry(new ZipEntry(entry.getName()));
                out.write(damage ? mutate(content, random) : content);
            }
        } catch (ZipException e) {
            return mutate(Files.readAllBytes(original), random); // the zip is damaged already
        }
        return bytes.toByteArray();
    }

    private static byte[] mutate(byte[] bytes, Random random) {
        byte[] result = bytes.clone();
        for (int changes = 1 + random.nextInt(4); changes > 0 && result.length > 0; changes--) {
            int at = random.nextInt(result.length);
            switch (random.nextInt(8)) {
                case 0 -> result[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> result[at] = (byte) random.nextInt(256);
                case 2 -> result[at] = (byte) (random.nextBoolean() ? 0xff : 0);
                case 3 -> result = Arrays.copyOf(result, at);
                case 4 ->
                    Arrays.fill(
                            result, at, Math.min(result.length, at + 8), (byte) (random.nextBoolean() ? 0xff : 0x7f));
                case 5 -> result[at] = (byte) ".()]}NRbtuesaqhcQ".charAt(random.nextInt(17));
                case 6 -> result = spliced(result, at, random.nextInt(result.length), random.nextInt(32));
                default -> result[at] += (byte) (random.nextBoolean() ? 1 : -1);
            }
        }
        return result;
    }

    /** Copies some bytes from one place over another. */
    private static byte[] spliced(byte[] bytes, int to, int from, int length) {
        int count = Math.min(length, bytes.length - Math.max(to, from));
        System.arraycopy(bytes, from, bytes, to, count);
        return bytes;
    }
}
