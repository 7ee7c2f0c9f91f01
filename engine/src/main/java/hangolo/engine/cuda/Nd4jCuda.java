package hangolo.engine.cuda;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.bytedeco.cuda.global.cublas;
import org.bytedeco.cuda.global.cudart;
import org.bytedeco.cuda.global.cusolver;
import org.bytedeco.javacpp.Loader;

/**
 * A jar of the profile {@code nd4j-cuda}, in which the samediff backend runs on a card through nd4j-cuda-11.6, and what that
 * needs of the computer. Nothing here loads ND4J: without CUDA 11.6 it would compute on the processor, and on a card that it
 * holds no code for it would fail in its first operation.
 */
public final class Nd4jCuda {

    /** The bindings that it calls, which have the same names in every version of CUDA. */
    private static final String BINDINGS = "11.6";

    /** It holds machine code for compute capability 3.7 to 8.6, which runs on 8.9 too, and no PTX. */
    private static final int OLDEST = 37;

    private static final int NEWEST = 89;

    private static final String CPU = "use --backend cpu";
    private static final String CUDA = "use --backend cuda of a jar that was built without -Pnd4j-cuda, with CUDA 13";

    private Nd4jCuda() {}

    /**
     * Looks at libraries and cards.
     *
     * @throws CudaException if this jar holds nd4j-cuda-11.6 and it cannot run here; the message says which backend can
     */
    public static void check() {
        obstacle().ifPresent(obstacle -> {
            throw new CudaException(
                    "the backend samediff of this jar, which runs on nd4j-cuda-11.6, cannot run here: " + obstacle);
        });
    }

    /** Why it cannot run here, and which backend can; empty if it can, and in a jar that has it run on the processor. */
    public static Optional<String> obstacle() {
        if (!packed()) {
            return Optional.empty();
        }
        Optional<String> complaint = CudaLibraries.complaint(cudart.class, cublas.class, cusolver.class);
        if (complaint.isPresent()) {
            return complaint.map(Nd4jCuda::advice);
        }
        try {
            return judge(CudaProbe.readCards());
        } catch (CudaException e) {
            return Optional.of(e.getMessage() + "; " + CPU);
        }
    }

    /** Whether this program holds the bindings of CUDA 11.6, and so not those of the cuda backend. */
    static boolean packed() {
        try {
            return Optional.ofNullable(Loader.getVersion("org.bytedeco", "cuda"))
                    .filter(version -> version.startsWith(BINDINGS))
                    .isPresent();
        } catch (IOException e) {
            return false;
        }
    }

    /** What the loader's complaint means for the user. Without CUDA 11.6 nobody can ask which card there is. */
    static String advice(String complaint) {
        Optional<String> library = CudaLibraries.library(complaint);
        if (library.filter(CudaLibraries::driver).isPresent()) {
            return "there is no NVIDIA driver (" + library.get() + " not found); " + CPU;
        }
        String reason = library.map(name -> name + " not found")
                .orElseGet(() -> complaint.lines().findFirst().orElse(""));
        return "the libraries of CUDA 11.6 (cudart, cublas, cusolver, cusparse) cannot be loaded (" + reason
                + "); install them, or " + CPU + ", or on a card of compute capability 7.5 or newer " + CUDA;
    }

    /** What follows from the cards: ND4J may use any of them, so that each must be one it has code for. */
    static Optional<String> judge(List<Gpu> cards) {
        if (cards.isEmpty()) {
            return Optional.of("the NVIDIA driver shows no card; " + CPU);
        }
        return cards.stream()
                .filter(card -> card.architecture() < OLDEST || card.architecture() > NEWEST)
                .findFirst()
                .map(card -> card.description() + ": it holds code for compute capability 3.7 to 8.9 only; "
                        + (card.usable() ? CUDA + ", or " + CPU : CPU));
    }
}
