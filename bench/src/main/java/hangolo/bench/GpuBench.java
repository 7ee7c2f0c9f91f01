package hangolo.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import hangolo.engine.MemoryMode;
import hangolo.engine.OpOracle;
import hangolo.engine.Precision;
import hangolo.engine.cuda.CudaBackend;
import hangolo.engine.cuda.CudaException;
import hangolo.engine.cuda.CudaProbe;
import hangolo.verify.GroupResult;
import hangolo.verify.ReferenceFolder;
import hangolo.verify.Verification;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Everything that needs a GPU, in one run: the op kit, the comparison with Coqui TTS, and the training step at full size. Needs
 * neither ND4J nor the network; {@code bench/gpu.sh} calls it.
 */
public final class GpuBench {

    private static final double TOLERANCE = 1e-5;

    private final Path out;
    private final Map<String, Object> results = new LinkedHashMap<>();
    private boolean passed = true;

    private GpuBench(Path out) {
        this.out = out;
    }

    /**
     * Writes {@code hangolo.json}; exit code 1 if there is no usable GPU or something differs.
     *
     * @param arguments folder for results, file of the op kit, folder of goldens (or a name that does not exist), steps, and
     *     {@code tiny} for a network that only shows whether the bench works
     */
    public static void main(String[] arguments) throws IOException {
        CudaProbe probe = CudaProbe.look();
        if (probe.gpu().isEmpty()) {
            System.err.println("gpu bench: not run: " + probe.obstacle().orElse("no GPU"));
            System.exit(1);
        }
        GpuBench bench = new GpuBench(Path.of(arguments[0]));
        bench.gpu(probe);
        bench.operations(Path.of(arguments[1]));
        bench.verify(Path.of(arguments[2]));
        Sizes sizes = arguments.length > 4 && arguments[4].equals("tiny") ? Sizes.SMALL : Sizes.FULL;
        int steps = Integer.parseInt(arguments[3]);
        bench.step(sizes, Precision.FP32, MemoryMode.NORMAL, steps);
        if (probe.gpu().orElseThrow().hasTf32()) {
            bench.step(sizes, Precision.TF32, MemoryMode.NORMAL, steps);
        }
        bench.step(sizes, Precision.BF16, MemoryMode.NORMAL, steps);
        bench.step(sizes, Precision.BF16, MemoryMode.LOW, steps);
        bench.write();
        System.exit(bench.passed ? 0 : 1);
    }

    private void gpu(CudaProbe probe) {
        String gpu = probe.gpu().orElseThrow().description();
        System.out.println(gpu + ", driver for CUDA " + probe.driver().orElse("?"));
        results.put("gpu", gpu);
        results.put("driver", probe.driver().orElse("?"));
    }

    private void operations(Path oracle) throws IOException {
        try (CudaBackend backend = CudaBackend.open(Precision.FP32, MemoryMode.NORMAL)) {
            List<String> failures = OpOracle.failures(backend, oracle, TOLERANCE);
            failures.forEach(failure -> System.out.println("op kit: " + failure));
            int arrays = Files.readAllLines(oracle).size();
            System.out.println("op kit: " + arrays + " arrays compared, " + failures.size() + " differ");
            results.put("opKitCompared", arrays);
            results.put("opKitFailures", failures);
            passed &= failures.isEmpty();
        }
    }

    private void verify(Path goldens) throws IOException {
        if (!Files.isDirectory(goldens)) {
            System.out.println("verify: not run: no goldens were brought along");
            results.put("verify", "not run: no goldens");
            return;
        }
        try (CudaBackend backend = CudaBackend.open(Precision.FP32, MemoryMode.NORMAL)) {
            Verification found =
                    Verification.run(ReferenceFolder.open(goldens), backend, Optional.empty(), group -> {});
            Map<String, Object> groups = new LinkedHashMap<>();
            for (GroupResult group : found.groups()) {
                String line = group.compared() + " compared, " + group.failed() + " failed";
                System.out.println("verify " + group.name() + ": " + line);
                group.failures().forEach(failure -> System.out.println("  " + failure));
                groups.put(group.name(), line);
            }
            results.put("verify", groups);
            passed &= found.passed();
        }
    }

    private void step(Sizes sizes, Precision precision, MemoryMode memory, int steps) throws IOException {
        String name = "step " + precision + ", memory " + memory;
        try {
            GpuStep measured = GpuStep.measure(sizes, precision, memory, steps);
            measured.print(System.out);
            results.put(name, measured);
        } catch (CudaException e) {
            System.out.println(name + ": " + e.getMessage());
            results.put(name, e.getMessage());
            passed = false;
        }
    }

    private void write() throws IOException {
        Files.createDirectories(out);
        results.put("passed", passed);
        Files.writeString(
                out.resolve("hangolo.json"),
                new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(results));
    }
}
