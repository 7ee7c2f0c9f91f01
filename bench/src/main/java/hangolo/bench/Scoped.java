package hangolo.bench;

import java.util.function.Supplier;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerScope;

/** Frees what is no longer needed as early as a program in Python or C++ would: libtorch counts references. */
final class Scoped {

    private Scoped() {}

    /** The result of a computation, which outlives everything else that the computation made. */
    @SuppressWarnings("try")
    static <P extends Pointer> P keep(Supplier<P> computation) {
        PointerScope outer = PointerScope.getInnerScope();
        try (PointerScope inner = new PointerScope()) {
            P kept = computation.get();
            outer.attach(kept);
            return kept;
        }
    }

    /** The result of a computation in Java; everything that it made in libtorch is freed. */
    @SuppressWarnings("try")
    static <T> T get(Supplier<T> computation) {
        try (PointerScope scope = new PointerScope()) {
            return computation.get();
        }
    }
}
