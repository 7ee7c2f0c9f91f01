package hangolo.engine.cuda;

import static org.bytedeco.cuda.global.cudart.cuDeviceGetPCIBusId;
import static org.bytedeco.cuda.global.nvml.nvmlDeviceGetHandleByPciBusId_v2;
import static org.bytedeco.cuda.global.nvml.nvmlDeviceGetUtilizationRates;
import static org.bytedeco.cuda.global.nvml.nvmlInit_v2;

import java.util.Optional;
import java.util.OptionalDouble;
import org.bytedeco.cuda.nvml.nvmlDevice_st;
import org.bytedeco.cuda.nvml.nvmlUtilization_t;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Loader;

/** GPU utilization as the driver's management library (NVML) measures it. Not needed to compute. */
final class GpuUtilization {

    private static final int ID_BYTES = 32;

    private final nvmlDevice_st device;

    private GpuUtilization(nvmlDevice_st device) {
        this.device = device;
    }

    /** Empty if the library is missing or does not know the GPU. */
    static Optional<GpuUtilization> of(Gpu gpu) {
        try (BytePointer id = new BytePointer(ID_BYTES)) {
            Loader.load(org.bytedeco.cuda.global.nvml.class);
            nvmlDevice_st device = new nvmlDevice_st();
            boolean found = nvmlInit_v2() == 0
                    && cuDeviceGetPCIBusId(id, ID_BYTES, gpu.index()) == 0
                    && nvmlDeviceGetHandleByPciBusId_v2(id, device) == 0;
            return found ? Optional.of(new GpuUtilization(device)) : Optional.empty();
        } catch (LinkageError e) {
            return Optional.empty();
        }
    }

    /** GPU utilization over about the last second, in percent. */
    OptionalDouble percent() {
        try (nvmlUtilization_t rates = new nvmlUtilization_t()) {
            return nvmlDeviceGetUtilizationRates(device, rates) == 0
                    ? OptionalDouble.of(rates.gpu())
                    : OptionalDouble.empty();
        }
    }
}
