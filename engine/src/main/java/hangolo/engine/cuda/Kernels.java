package hangolo.engine.cuda;

import static org.bytedeco.cuda.global.cudart.cuLaunchKernel;
import static org.bytedeco.cuda.global.cudart.cuModuleGetFunction;
import static org.bytedeco.cuda.global.cudart.cuModuleLoadData;
import static org.bytedeco.cuda.global.cudart.cuModuleUnload;

import hangolo.engine.cuda.KernelSource.Kind;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.cuda.cudart.CUfunc_st;
import org.bytedeco.cuda.cudart.CUmod_st;
import org.bytedeco.cuda.cudart.CUstream_st;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.javacpp.PointerPointer;

/** The compiled kernels on a GPU, and their launch. */
final class Kernels implements AutoCloseable {

    /** Threads of a block. */
    static final int THREADS = 256;

    private static final int WARP = 32;

    private static final int MOST_ARGUMENTS = 32;

    private record Kernel(CUfunc_st function, List<Kind> parameters) {}

    private final CUmod_st module = new CUmod_st();
    private final Map<String, Kernel> kernels = new HashMap<>();
    private final LongPointer slots = new LongPointer(MOST_ARGUMENTS);
    private final PointerPointer<LongPointer> addresses = new PointerPointer<>(MOST_ARGUMENTS);
    private final PointerPointer<LongPointer> none = new PointerPointer<>((org.bytedeco.javacpp.Pointer) null);

    /** Loads the kernels, compiling them if necessary. */
    Kernels(KernelImages images, KernelSource source) {
        if (load(images.image(source)) != 0) { // cached by another driver, or damaged
            Status.driver(load(images.fresh(source)), "load the kernels");
        }
        source.kernels().forEach((name, parameters) -> {
            CUfunc_st function = new CUfunc_st();
            Status.driver(cuModuleGetFunction(function, module, name), "find the kernel " + name);
            kernels.put(name, new Kernel(function, parameters));
        });
        for (int i = 0; i < MOST_ARGUMENTS; i++) {
            addresses.put(i, slots.getPointer(i));
        }
    }

    private int load(byte[] image) {
        try (BytePointer text = new BytePointer(image.length + 1L)) { // PTX is a C string
            text.put(image, 0, image.length).put(image.length, (byte) 0);
            return cuModuleLoadData(module, text);
        }
    }

    /** Threads of a block for a row of that many values. */
    static int threads(int width) {
        return Math.max(WARP, Math.min(THREADS, (width + WARP - 1) / WARP * WARP));
    }

    /** Launches a kernel; arguments are converted to the types of its parameters. */
    void launch(CUstream_st stream, String name, int blocks, int threads, Number... arguments) {
        Kernel kernel = kernels.get(name);
        if (arguments.length != kernel.parameters.size()) {
            throw new IllegalArgumentException("the kernel " + name + " has " + kernel.parameters.size()
                    + " parameters, called with " + arguments.length);
        }
        for (int i = 0; i < arguments.length; i++) {
            slots.put(i, slot(kernel.parameters.get(i), arguments[i]));
        }
        Status.driver(
                cuLaunchKernel(kernel.function, blocks, 1, 1, threads, 1, 1, 0, stream, addresses, none),
                "launch the kernel " + name);
    }

    private static long slot(Kind kind, Number value) {
        return kind == Kind.FLOAT ? Float.floatToRawIntBits(value.floatValue()) : value.longValue();
    }

    @Override
    public void close() {
        cuModuleUnload(module);
        slots.close();
        addresses.close();
    }
}
