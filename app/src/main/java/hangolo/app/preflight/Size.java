package hangolo.app.preflight;

import hangolo.engine.MemoryMode;
import hangolo.models.weights.StoredTensor;
import hangolo.models.weights.file.WeightFile;
import java.nio.file.Path;

/**
 * What a model needs, estimated from the tensors of its weight file.
 *
 * @param trained values in the tensors that are trained ({@code gpt.*})
 * @param frozen values in all other tensors of the model file and of the DVAE
 */
public record Size(long trained, long frozen) {
    private static final int FLOAT = Float.BYTES;
    /** best_model_<step>.pth; best_model.pth is a second name of the same file (a copy only on disks without links). */
    private static final int BEST_FILES = 1;
    /** A new file is complete before an old one goes. */
    private static final int BEING_WRITTEN = 1;

    private static final double GB = 1e9;

    /**
     * Counts the values of a model folder; only the descriptions of the files are read.
     *
     * @param modelFile {@code model.pth}
     * @param dvaeFile {@code dvae.pth}
     * @return the counts
     */
    public static Size of(Path modelFile, Path dvaeFile) {
        long trained = 0;
        long all = 0;
        try (WeightFile model = WeightFile.open(modelFile);
                WeightFile dvae = WeightFile.open(dvaeFile)) {
            for (StoredTensor tensor : model.tensors().values()) {
                all += tensor.count();
                trained += isTrained(tensor.name()) ? tensor.count() : 0;
            }
            for (StoredTensor tensor : dvae.tensors().values()) {
                all += tensor.count();
            }
        }
        return new Size(trained, all - trained);
    }

    private static boolean isTrained(String name) {
        return name.startsWith("gpt.") || name.startsWith("xtts.gpt.");
    }

    /** @return bytes of one checkpoint: all weights and AdamW's two moments of the trained ones */
    public long checkpointBytes() {
        return FLOAT * (3 * trained + frozen);
    }

    /**
     * @param keepCheckpoints how many checkpoint_<step>.pth files stay
     * @return GB (10^9 bytes) on disk at the worst moment
     */
    public double diskGb(int keepCheckpoints) {
        return checkpointBytes() * (double) (keepCheckpoints + BEST_FILES + BEING_WRITTEN) / GB;
    }

    /**
     * @param memory how much of it training may take; if not little, half a value more for each weight: bf16 keeps it rounded, and fp32
     *     keeps about as much more of the activations
     * @return GB of memory for weights, gradients and both moments, without activations
     */
    public double memoryGb(MemoryMode memory) {
        double values = memory == MemoryMode.LOW ? 4 : 4.5;
        return FLOAT * (values * trained + frozen) / GB;
    }
}
