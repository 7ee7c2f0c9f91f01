package hangolo.engine.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The emulated GPU can fail: missing barriers and barriers that not all threads reach are detected. */
class EmulationTest {

    @Test
    void seesWhatAGpuLeavesUndefined(@TempDir Path folder) throws IOException {
        Optional<String> found = EmulatedCuda.check(folder);
        assumeTrue(found.isPresent(), "not run: no g++ on Linux");
        assertEquals("", found.orElseThrow());
    }
}
