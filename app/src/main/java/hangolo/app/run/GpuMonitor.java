package hangolo.app.run;

import hangolo.engine.Backend;
import hangolo.engine.cuda.CudaBackend;
import java.util.OptionalDouble;
import java.util.function.Supplier;

/** The utilization of the GPU, sampled at every printed step; always empty without a GPU. */
final class GpuMonitor {
    private final Supplier<OptionalDouble> utilization;
    private double sum;
    private int samples;

    GpuMonitor(Supplier<OptionalDouble> utilization) {
        this.utilization = utilization;
    }

    static GpuMonitor of(Backend backend) {
        return new GpuMonitor(backend instanceof CudaBackend cuda ? cuda::utilizationPercent : OptionalDouble::empty);
    }

    /** The utilization now, in percent; it counts for the mean. */
    OptionalDouble sample() {
        OptionalDouble now = utilization.get();
        now.ifPresent(percent -> {
            sum += percent;
            samples++;
        });
        return now;
    }

    /** The mean of the samples since the last call, in percent. */
    OptionalDouble takeMean() {
        OptionalDouble mean = samples == 0 ? OptionalDouble.empty() : OptionalDouble.of(sum / samples);
        sum = 0;
        samples = 0;
        return mean;
    }
}
