package hangolo.bench.kernel;

import hangolo.bench.RandomWeights;
import hangolo.bench.Sizes;
import hangolo.engine.Backend;
import hangolo.engine.ParameterSpec;
import hangolo.engine.ParameterStore;
import hangolo.engine.Precision;
import hangolo.engine.cpu.CpuBackend;
import hangolo.models.xtts.gpt.GptParameterSpecs;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** The backend under test, with a thread per core, and some parameters of the network at full size. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(
        value = 1,
        jvmArgsAppend = {
            "-Xmx1g",
            "-Dorg.bytedeco.javacpp.maxbytes=0",
            "-Dorg.bytedeco.javacpp.maxphysicalbytes=0",
            "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn"
        })
@Warmup(iterations = 4, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
public abstract class KernelBenchmark {

    private Backend backend;
    private ParameterStore store;

    /** The precision of matrix multiplications, if there are any. */
    Precision precision() {
        return Precision.FP32;
    }

    /** Whether the parameter of that name is needed. */
    boolean reads(String name) {
        return false;
    }

    /** The parameters: those of the network that are needed. */
    List<ParameterSpec> parameters() {
        return new GptParameterSpecs(Sizes.FULL.gpt())
                .specs().stream().filter(spec -> reads(spec.name())).toList();
    }

    /** Fills the parameters with random numbers. */
    @Setup
    public void open() {
        backend = new CpuBackend(Runtime.getRuntime().availableProcessors(), precision());
        store = backend.store(parameters(), true, precision());
        new RandomWeights(1).fill(store);
    }

    /** Frees everything. */
    @TearDown
    public void close() {
        store.close();
        backend.close();
    }

    Backend backend() {
        return backend;
    }

    ParameterStore store() {
        return store;
    }
}
