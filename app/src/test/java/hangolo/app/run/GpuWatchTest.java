package hangolo.app.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Iterator;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class GpuWatchTest {

    @Test
    void theMeanIsOfWhatWasSeenSinceTheLast() {
        Iterator<Double> uses = List.of(90.0, 96.0, 50.0).iterator();
        GpuWatch watch = new GpuWatch(() -> OptionalDouble.of(uses.next()));
        assertEquals(OptionalDouble.of(90), watch.look());
        watch.look();
        assertEquals(OptionalDouble.of(93), watch.mean());
        assertEquals(OptionalDouble.empty(), watch.mean());
        watch.look();
        assertEquals(OptionalDouble.of(50), watch.mean());
    }

    @Test
    void withoutACardNothingIsKnown() {
        GpuWatch watch = new GpuWatch(OptionalDouble::empty);
        assertEquals(OptionalDouble.empty(), watch.look());
        assertEquals(OptionalDouble.empty(), watch.mean());
    }
}
