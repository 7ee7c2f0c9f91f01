package hangolo.engine.cuda;

import static org.bytedeco.cuda.global.nvrtc.nvrtcCompileProgram;
import static org.bytedeco.cuda.global.nvrtc.nvrtcCreateProgram;
import static org.bytedeco.cuda.global.nvrtc.nvrtcDestroyProgram;
import static org.bytedeco.cuda.global.nvrtc.nvrtcGetCUBIN;
import static org.bytedeco.cuda.global.nvrtc.nvrtcGetCUBINSize;
import static org.bytedeco.cuda.global.nvrtc.nvrtcGetNumSupportedArchs;
import static org.bytedeco.cuda.global.nvrtc.nvrtcGetPTX;
import static org.bytedeco.cuda.global.nvrtc.nvrtcGetPTXSize;
import static org.bytedeco.cuda.global.nvrtc.nvrtcGetProgramLog;
import static org.bytedeco.cuda.global.nvrtc.nvrtcGetProgramLogSize;
import static org.bytedeco.cuda.global.nvrtc.nvrtcGetSupportedArchs;
import static org.bytedeco.cuda.global.nvrtc.nvrtcVersion;

import hangolo.base.WholeFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.bytedeco.cuda.nvrtc._nvrtcProgram;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerPointer;
import org.bytedeco.javacpp.SizeTPointer;

/** Compiles kernels for one GPU by NVRTC and caches the result, so that only the first start takes time. */
final class KernelCompiler implements KernelImages {

    private final Path cache;
    private final int architecture;

    /**
     * A compiler for one GPU architecture.
     *
     * @param cache the folder; created on first use
     * @param architecture 90 for compute capability 9.0
     */
    KernelCompiler(Path cache, int architecture) {
        this.cache = cache;
        this.architecture = architecture;
    }

    /** From the cache, or compiled now. */
    @Override
    public byte[] image(KernelSource source) {
        Path file = file(source);
        try {
            if (Files.isRegularFile(file)) {
                return Files.readAllBytes(file);
            }
        } catch (IOException e) {
            // An unreadable file counts as missing.
        }
        return fresh(source);
    }

    /** Compiles, whether or not the result is cached. */
    @Override
    public byte[] fresh(KernelSource source) {
        byte[] image = compile(source);
        keep(file(source), image);
        return image;
    }

    Path file(KernelSource source) {
        int[] major = new int[1];
        int[] minor = new int[1];
        Status.compiler(nvrtcVersion(major, minor), "ask for its version");
        return cache.resolve(
                "kernels-" + source.hash() + "-sm_" + architecture + "-nvrtc_" + major[0] + "." + minor[0] + ".bin");
    }

    /** The cache only saves time: a read-only folder is no error. */
    private static void keep(Path file, byte[] image) {
        try {
            WholeFile.writeCached(file, ByteBuffer.wrap(image));
        } catch (IOException e) {
            return;
        }
    }

    /** Machine code for the GPU; for one that is newer than the compiler, PTX that the driver compiles. */
    private byte[] compile(KernelSource source) {
        int newest = Arrays.stream(supported()).max().orElse(architecture);
        boolean direct = architecture <= newest;
        String target = direct ? "sm_" + architecture : "compute_" + newest;
        _nvrtcProgram program = new _nvrtcProgram();
        try (BytePointer text = new BytePointer(source.text());
                BytePointer name = new BytePointer("hangolo.cu");
                BytePointer option = new BytePointer("--gpu-architecture=" + target);
                PointerPointer<BytePointer> options = new PointerPointer<BytePointer>(1).put(option);
                PointerPointer<BytePointer> none = new PointerPointer<>(1)) {
            Status.compiler(nvrtcCreateProgram(program, text, name, 0, none, none), "read the kernels");
            int status = nvrtcCompileProgram(program, 1, options);
            if (status != 0) {
                throw new CudaException("the kernels do not compile for " + target + ": " + log(program));
            }
            return direct ? cubin(program) : ptx(program);
        } finally {
            nvrtcDestroyProgram(program);
        }
    }

    private static int[] supported() {
        int[] count = new int[1];
        Status.compiler(nvrtcGetNumSupportedArchs(count), "count the architectures");
        int[] architectures = new int[count[0]];
        Status.compiler(nvrtcGetSupportedArchs(architectures), "list the architectures");
        return architectures;
    }

    private static String log(_nvrtcProgram program) {
        try (SizeTPointer size = new SizeTPointer(1)) {
            Status.compiler(nvrtcGetProgramLogSize(program, size), "measure the log");
            try (BytePointer log = new BytePointer(size.get())) {
                Status.compiler(nvrtcGetProgramLog(program, log), "read the log");
                return log.limit(BytePointer.strlen(log)).getString();
            }
        }
    }

    private static byte[] cubin(_nvrtcProgram program) {
        try (SizeTPointer size = new SizeTPointer(1)) {
            Status.compiler(nvrtcGetCUBINSize(program, size), "measure the machine code");
            byte[] image = new byte[Math.toIntExact(size.get())];
            Status.compiler(nvrtcGetCUBIN(program, image), "read the machine code");
            return image;
        }
    }

    private static byte[] ptx(_nvrtcProgram program) {
        try (SizeTPointer size = new SizeTPointer(1)) {
            Status.compiler(nvrtcGetPTXSize(program, size), "measure the PTX");
            byte[] image = new byte[Math.toIntExact(size.get())];
            Status.compiler(nvrtcGetPTX(program, image), "read the PTX");
            return image;
        }
    }
}
