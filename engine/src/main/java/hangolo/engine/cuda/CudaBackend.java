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

/** Training and inference on an NVIDIA card. */
public final class CudaBackend implements Backend {

    private final Device device;
    private final Arena arena;
    private final Optional<GpuUtilization> use;
    private final Precision precision;
    private final MemoryMode memory;
    private boolean busy;

    /**
     * Takes a card into use; the first time this compiles the kernels for it, some seconds.
     *
     * @param card one of {@link CudaProbe#cards}
     * @param precision see {@link #precision}
     * @param memory how much of it training may take
     * @param cache folder for compiled kernels, see {@link KernelCache}
     * @throws CudaException if the card cannot be used
     */
    public CudaBackend(Gpu card, Precision precision, MemoryMode memory, Path cache) {
        if (precision == Precision.TF32 && !card.multipliesTf32()) {
            throw new CudaException(
                    card.description() + ": too old for tf32, which begins at compute capability 8.0; use"
                            + " --precision fp32 or bf16 (PRECISION in the run file)");
        }
        this.device = new Device(card, cache);
        this.arena = new Arena(device);
        this.use = GpuUtilization.of(card);
        this.precision = precision;
        this.memory = memory;
    }

    /**
     * The best card of this computer.
     *
     * @param precision see {@link #precision}
     * @param memory how much of it training may take
     * @throws CudaException if there is none, or a library is missing; the message says what to do
     */
    public static CudaBackend open(Precision precision, MemoryMode memory) {
        CudaProbe system = CudaProbe.look();
        Gpu card = system.card()
                .orElseThrow(() -> new CudaException(
                        "the backend cuda cannot run here: " + system.obstacle().orElse("no card")));
        return new CudaBackend(card, precision, memory, KernelCache.folder());
    }

    @Override
    public String name() {
        return "cuda";
    }

    @Override
    public String description() {
        return "cuda: " + device.card().description() + ", " + precision.name().toLowerCase(Locale.ROOT)
                + " products by cuBLASLt" + (memory == MemoryMode.LOW ? ", little memory" : "");
    }

    /** Bytes of the card that the largest pass so far needed for its tensors; parameters are not counted. */
    public long workingBytes() {
        return arena.peak();
    }

    /** Bytes of the card that nobody holds. */
    public long freeBytes() {
        return device.freeBytes();
    }

    /** Share of the last second, about, in which something ran on the card; empty where the driver does not tell. */
    public OptionalDouble usePercent() {
        return use.map(GpuUtilization::percent).orElse(OptionalDouble.empty());
    }

    /** Does some work with the card doing one thing at a time, and says how long each kind of thing took. */
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
    public ParameterStore store(List<ParameterSpec> specs, boolean trainable, Precision products) {
        return new CudaStore(device, specs, trainable, products, !trainable || memory == MemoryMode.NORMAL);
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
            throw new IllegalStateException("close the pass before: one at a time");
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
