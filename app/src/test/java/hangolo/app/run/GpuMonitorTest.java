package hangolo.app.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Iterator;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class GpuMonitorTest {

    @Test
    void theMeanIsOfWhatWasSeenSinceTheLast() {
        Iterator<Double> uses = List.of(90.0, 96.0, 50.0).iterator();
        GpuMonitor watch = new GpuMonitor(() -> OptionalDouble.of(uses.next()));
        assertEquals(OptionalDouble.of(90), watch.look());
        watch.look();
        assertEquals(OptionalDouble.of(93), watch.mean());
        assertEquals(OptionalDouble.empty(), watch.mean());
        watch.look();
        assertEquals(OptionalDouble.of(50), watch.mean());
    }

    @Test
    void withoutACardNothingIsKnown() {
        GpuMonitor watch = new GpuMonitor(OptionalDouble::empty);
        assertEquals(OptionalDouble.empty(), watch.look());
        assertEquals(OptionalDouble.empty(), watch.mean());
    }
}
