package hangolo.engine.cuda;

import static org.bytedeco.cuda.global.cudart.CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR;
import static org.bytedeco.cuda.global.cudart.CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MINOR;
import static org.bytedeco.cuda.global.cudart.cuDeviceGetAttribute;
import static org.bytedeco.cuda.global.cudart.cuDeviceGetCount;
import static org.bytedeco.cuda.global.cudart.cuDeviceGetName;
import static org.bytedeco.cuda.global.cudart.cuDeviceTotalMem;
import static org.bytedeco.cuda.global.cudart.cuDriverGetVersion;
import static org.bytedeco.cuda.global.cudart.cuInit;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.SizeTPointer;

/**
 * The CUDA driver, libraries and GPUs of this computer.
 *
 * @param driver the CUDA version that the driver supports, for example {@code 13.0}; empty without a driver
 * @param gpus the GPUs that the driver lists
 * @param obstacle why the cuda backend cannot run here and what to do; empty if it can
 */
public record CudaProbe(Optional<String> driver, List<Gpu> gpus, Optional<String> obstacle) {

    private static final int NAME_BYTES = 256;

    /** Probes libraries and GPUs; never fails. */
    public static CudaProbe look() {
        Optional<String> missing = CudaLibraries.missing();
        if (missing.isPresent()) {
            return new CudaProbe(Optional.empty(), List.of(), missing);
        }
        try {
            List<Gpu> gpus = readGpus();
            int[] version = new int[1];
            Status.driver(cuDriverGetVersion(version), "ask for its version");
            return judge(version[0], gpus);
        } catch (CudaException e) {
            return new CudaProbe(Optional.empty(), List.of(), Optional.of(e.getMessage()));
        }
    }

    /** The result for a driver version, 13000 for 13.0, and its GPUs. */
    static CudaProbe judge(int version, List<Gpu> gpus) {
        String driver = version / 1000 + "." + version % 1000 / 10;
        Optional<String> obstacle = Optional.empty();
        if (gpus.isEmpty()) {
            obstacle = Optional.of("the NVIDIA driver shows no GPU; see what nvidia-smi says");
        } else if (gpus.stream().noneMatch(Gpu::usable)) {
            obstacle = Optional.of(
                    gpus.get(0).description() + ": too old for this backend, which begins at compute capability 7.5");
        } else if (version / 1000 < CudaLibraries.RELEASE) {
            obstacle = Optional.of("the NVIDIA driver is too old: it supports CUDA " + driver
                    + ", needed is " + CudaLibraries.RELEASE + "; install a driver of version " + CudaLibraries.DRIVER
                    + " or newer");
        }
        return new CudaProbe(Optional.of(driver), gpus, obstacle);
    }

    /** The GPU to use: the usable one with the most memory, the first of equals; none if there is an obstacle. */
    public Optional<Gpu> gpu() {
        return gpus.stream()
                .filter(gpu -> obstacle.isEmpty() && gpu.usable())
                .max((a, b) -> a.bytes() != b.bytes() ? Long.compare(a.bytes(), b.bytes()) : b.index() - a.index());
    }

    /**
     * All GPUs of this computer.
     *
     * @throws CudaException if the driver does not start
     */
    static List<Gpu> readGpus() {
        Status.driver(cuInit(0), "start the driver");
        int[] count = new int[1];
        Status.driver(cuDeviceGetCount(count), "count the GPUs");
        List<Gpu> all = new ArrayList<>();
        for (int i = 0; i < count[0]; i++) {
            all.add(read(i));
        }
        return List.copyOf(all);
    }

    private static Gpu read(int index) {
        try (BytePointer name = new BytePointer(NAME_BYTES);
                SizeTPointer bytes = new SizeTPointer(1)) {
            Status.driver(cuDeviceGetName(name, NAME_BYTES, index), "read the name of GPU " + index);
            Status.driver(cuDeviceTotalMem(bytes, index), "read the memory of GPU " + index);
            return new Gpu(
                    index,
                    name.limit(BytePointer.strlen(name)).getString(),
                    attribute(CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR, index),
                    attribute(CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MINOR, index),
                    bytes.get());
        }
    }

    private static int attribute(int attribute, int index) {
        int[] value = new int[1];
        Status.driver(cuDeviceGetAttribute(value, attribute, index), "read attributes of GPU " + index);
        return value[0];
    }
}
