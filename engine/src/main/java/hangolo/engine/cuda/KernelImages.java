package hangolo.engine.cuda;

import java.nio.file.Path;

/** The source of compiled kernels. */
interface KernelImages {

    /** An image that the driver can load, perhaps cached. */
    byte[] image(KernelSource source);

    /** The same, compiled anew: for when the cached image cannot be loaded. */
    byte[] fresh(KernelSource source);

    /**
     * NVRTC compiles for this GPU; without it the driver compiles the PTX of the jar.
     *
     * @param cache folder of the compiler
     * @param architecture 90 for compute capability 9.0
     */
    static KernelImages of(Path cache, int architecture) {
        return CudaLibraries.compiler() ? new KernelCompiler(cache, architecture) : new EmbeddedPtx();
    }
}
