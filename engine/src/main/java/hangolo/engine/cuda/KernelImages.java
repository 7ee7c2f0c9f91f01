package hangolo.engine.cuda;

import java.nio.file.Path;

/** Where the driver gets compiled kernels from. */
interface KernelImages {

    /** What the driver can load, perhaps kept from an earlier start. */
    byte[] image(KernelSource source);

    /** The same, made anew: for when what was kept cannot be loaded. */
    byte[] fresh(KernelSource source);

    /**
     * NVRTC compiles for this very card; without it the driver goes on compiling the PTX of the jar.
     *
     * @param cache folder of the compiler
     * @param architecture 90 for compute capability 9.0
     */
    static KernelImages of(Path cache, int architecture) {
        return CudaLibraries.compiler() ? new KernelCompiler(cache, architecture) : new EmbeddedPtx();
    }
}
