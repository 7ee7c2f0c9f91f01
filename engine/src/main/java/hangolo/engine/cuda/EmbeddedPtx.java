package hangolo.engine.cuda;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;

/** Kernels compiled to PTX when the jar was built (profile {@code ptx}), for computers without NVRTC. */
record EmbeddedPtx() implements KernelImages {

    /** The name of the resource holds the hash of the source: PTX of other kernels is never found. */
    static String name(KernelSource source) {
        return "kernels-" + source.hash() + ".ptx";
    }

    /** The PTX of that source, if this jar was built with it. */
    static Optional<byte[]> of(KernelSource source) {
        try (InputStream in = EmbeddedPtx.class.getResourceAsStream(name(source))) {
            return in == null ? Optional.empty() : Optional.of(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public byte[] image(KernelSource source) {
        return of(source).orElseThrow(() -> new CudaException("there is no NVRTC, and no PTX in this jar"));
    }

    @Override
    public byte[] fresh(KernelSource source) {
        return image(source);
    }
}
