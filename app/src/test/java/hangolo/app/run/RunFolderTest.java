package hangolo.app.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import hangolo.app.preflight.Machine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunFolderTest {

    @TempDir
    Path root;

    @Test
    void whatARunHasWrittenCountsTowardsWhatItNeeds() throws IOException {
        RunFolder folder = new RunFolder(root);
        Files.write(folder.checkpoint(100), new byte[3_000_000]);
        Files.write(folder.best(50), new byte[2_000_000]);
        Files.createLink(folder.best(), folder.best(50));
        Files.write(root.resolve("trainer_0_log.txt"), new byte[5_000_000]);
        assertEquals(0.005, folder.weightsGb(), 1e-12);
        Machine machine = new Machine(17, 16, OptionalDouble.of(1)).withOwnFiles(folder.weightsGb());
        assertEquals(1.005, machine.freeDiskGb().orElseThrow(), 1e-12);
    }
}
