package hangolo.engine.cuda;

import hangolo.engine.Backend;
import hangolo.engine.CheckedPass;
import hangolo.engine.MemoryMode;
import hangolo.engine.ParameterSpec;
import hangolo.engine.ParameterStore;
import hangolo.engine.Pass;
import hangolo.engine.Precision;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/** Training and inference on an NVIDIA GPU. */
public final class CudaBackend implements Backend {

    private final Device device;
    private final Arena arena;
    private final Optional<GpuUtilization> utilization;
    private final Precision precision;
    private final MemoryMode memory;
    private boolean busy;

    /**
     * Opens a GPU; the first time this compiles the kernels for it, which takes seconds.
     *
     * @param gpu one of {@link CudaProbe#gpus}
     * @param precision see {@link #precision}
     * @param memory how much of it training may take
     * @param cache folder for compiled kernels, see {@link KernelCache}
     * @throws CudaException if the GPU cannot be used
     */
    public CudaBackend(Gpu gpu, Precision precision, MemoryMode memory, Path cache) {
        if (precision == Precision.TF32 && !gpu.hasTf32()) {
            throw new CudaException(
                    gpu.description() + ": too old for tf32, which begins at compute capability 8.0; use"
                            + " --precision fp32 or bf16 (PRECISION in the config file)");
        }
        this.device = new Device(gpu, cache);
        this.arena = new Arena(device);
        this.utilization = GpuUtilization.of(gpu);
        this.precision = precision;
        this.memory = memory;
    }

    /**
     * Opens the best GPU of this computer.
     *
     * @param precision see {@link #precision}
     * @param memory how much of it training may take
     * @throws CudaException if there is none, or a library is missing; the message says what to do
     */
    public static CudaBackend open(Precision precision, MemoryMode memory) {
        CudaProbe probe = CudaProbe.look();
        Gpu gpu = probe.gpu()
                .orElseThrow(() -> new CudaException(
                        "the backend cuda cannot run here: " + probe.obstacle().orElse("no GPU")));
        return new CudaBackend(gpu, precision, memory, KernelCache.folder());
    }

    @Override
    public String name() {
        return "cuda";
    }

    @Override
    public String description() {
        return "cuda: " + device.gpu().description() + ", " + precision.name().toLowerCase(Locale.ROOT) + ", cuBLASLt"
                + (memory == MemoryMode.LOW ? ", activation checkpointing" : "");
    }

    /** Peak bytes of GPU memory that a pass needed for its tensors; parameters are not counted. */
    public long workingBytes() {
        return arena.peak();
    }

    /** Free bytes of GPU memory. */
    public long freeBytes() {
        return device.freeBytes();
    }

    /** GPU utilization over about the last second, in percent; empty if the driver does not report it. */
    public OptionalDouble utilizationPercent() {
        return utilization.map(GpuUtilization::percent).orElse(OptionalDouble.empty());
    }

    /** Runs some work synchronously and reports how long each kernel took. */
    public Profile profile(Runnable work) {
        Profile profile = new Profile();
        device.profile(Optional.of(profile));
        try {
            work.run();
        } finally {
            device.profile(Optional.empty());
        }
        return profile;
    }

    @Override
    public Precision precision() {
        return precision;
    }

    @Override
    public ParameterStore store(List<ParameterSpec> specs, boolean trainable, Precision weightPrecision) {
        return new CudaStore(device, specs, trainable, weightPrecision, !trainable || memory == MemoryMode.NORMAL);
    }

    @Override
    public Pass training(long seed, long step) {
        return open(new Tape.Mode(true, precision, memory, seed, step));
    }

    @Override
    public Pass inference() {
        return open(Tape.Mode.INFERENCE);
    }

    private Pass open(Tape.Mode mode) {
        if (busy) {
            throw new IllegalStateException("the previous pass is still open: close it first");
        }
        busy = true;
        return new CheckedPass(new CudaPass(new Tape(device, arena, mode), this::end));
    }

    private void end() {
        arena.reset();
        busy = false;
    }

    @Override
    public void close() {
        arena.close();
        device.close();
    }
}
