package hangolo.app.run;

import hangolo.engine.Backend;
import hangolo.engine.cuda.CudaBackend;
import java.util.OptionalDouble;
import java.util.function.Supplier;

/** How busy the card was when steps were printed, between evaluations. Without a card there is nothing to see. */
final class GpuMonitor {

    private final Supplier<OptionalDouble> use;
    private double sum;
    private int looks;

    GpuMonitor(Supplier<OptionalDouble> use) {
        this.use = use;
    }

    static GpuMonitor of(Backend backend) {
        return new GpuMonitor(backend instanceof CudaBackend cuda ? cuda::usePercent : OptionalDouble::empty);
    }

    /** The use now, in percent; remembered for the mean. */
    OptionalDouble look() {
        OptionalDouble now = use.get();
        now.ifPresent(percent -> {
            sum += percent;
            looks++;
        });
        return now;
    }

    /** The mean of what was seen since this was asked for last. */
    OptionalDouble mean() {
        OptionalDouble mean = looks == 0 ? OptionalDouble.empty() : OptionalDouble.of(sum / looks);
        sum = 0;
        looks = 0;
        return mean;
    }
}
