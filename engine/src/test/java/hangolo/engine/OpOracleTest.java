package hangolo.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hangolo.engine.cpu.CpuBackend;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The op kit's values in a file; with the system property {@code hangolo.oracle} they are written there, for bench/gpu.sh. */
@ExtendWith(QuietSameDiff.class)
class OpOracleTest {

    @TempDir
    private Path folder;

    @Test
    void anotherBackendAgreesWithTheFileUnlessAValueIsChanged() throws IOException {
        String wanted = System.getProperty("hangolo.oracle", "");
        Path file = wanted.isEmpty() ? folder.resolve("oracle.tsv") : Path.of(wanted);
        OpOracle.write(file);
        List<String> lines = Files.readAllLines(file);
        long cases = lines.stream().map(line -> line.split("\t")[0]).distinct().count();
        assertEquals(OpCase.differentiable().count() + OpCase.forwardOnly().count(), cases);
        Path changed = folder.resolve("changed.tsv");
        Files.write(
                changed,
                lines.stream()
                        .map(line -> line.replaceFirst("\t(\\S+) ", "\t9 "))
                        .toList());
        try (Backend cpu = new CpuBackend(1)) {
            assertEquals(List.of(), OpOracle.failures(cpu, file, 1e-5));
            List<String> failures = OpOracle.failures(cpu, changed, 1e-5);
            assertEquals(lines.size(), failures.size());
            assertTrue(failures.get(0).startsWith("linear, result at 0: expected 9, found "), failures.get(0));
        }
    }
}
