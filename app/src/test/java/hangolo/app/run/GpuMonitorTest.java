package hangolo.app.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Iterator;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class GpuMonitorTest {

    @Test
    void theMeanCoversTheSamplesSinceTheLastCall() {
        Iterator<Double> uses = List.of(90.0, 96.0, 50.0).iterator();
        GpuMonitor monitor = new GpuMonitor(() -> OptionalDouble.of(uses.next()));
        assertEquals(OptionalDouble.of(90), monitor.sample());
        monitor.sample();
        assertEquals(OptionalDouble.of(93), monitor.takeMean());
        assertEquals(OptionalDouble.empty(), monitor.takeMean());
        monitor.sample();
        assertEquals(OptionalDouble.of(50), monitor.takeMean());
    }

    @Test
    void withoutAGpuNothingIsKnown() {
        GpuMonitor monitor = new GpuMonitor(OptionalDouble::empty);
        assertEquals(OptionalDouble.empty(), monitor.sample());
        assertEquals(OptionalDouble.empty(), monitor.takeMean());
    }
}
