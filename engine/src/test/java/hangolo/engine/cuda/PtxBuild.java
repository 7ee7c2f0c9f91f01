package hangolo.engine.cuda;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Compiles the kernels to PTX when the jar is made: the profile {@code ptx}. For the oldest GPUs that CUDA 13 supports; drivers
 * of newer ones compile it further.
 */
public final class PtxBuild {

    private static final String OLDEST = "compute_75";

    private PtxBuild() {}

    /**
     * @param arguments the folder of the classes, which gets the PTX beside those of this package
     * @throws IOException if nvcc is not on the path
     */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path folder = Path.of(arguments[0]).resolve("hangolo/engine/cuda");
        try (DirectoryStream<Path> earlier = Files.newDirectoryStream(folder, "kernels-*.ptx")) {
            for (Path file : earlier) {
                Files.delete(file);
            }
        }
        KernelSource source = KernelSource.shipped();
        Path text = Files.createTempFile("kernels", ".cu");
        try {
            Files.writeString(text, source.text());
            compile(text, folder.resolve(EmbeddedPtx.name(source)));
        } finally {
            Files.delete(text);
        }
    }

    private static void compile(Path text, Path ptx) throws IOException, InterruptedException {
        String[] command = {"nvcc", "-ptx", "-arch=" + OLDEST, "-o", ptx.toString(), text.toString()};
        Process nvcc;
        try {
            nvcc = new ProcessBuilder(command).inheritIO().start();
        } catch (IOException e) {
            throw new IOException("-Pptx needs nvcc, of CUDA 13, on the path: " + e.getMessage(), e);
        }
        if (nvcc.waitFor() != 0) {
            throw new IOException("nvcc failed: " + String.join(" ", command));
        }
    }
}
