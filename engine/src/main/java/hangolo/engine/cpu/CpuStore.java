package hangolo.engine.cpu;

import hangolo.engine.AdamW;
import hangolo.engine.ParameterIndex;
import hangolo.engine.ParameterSpec;
import hangolo.engine.ParameterStore;
import hangolo.engine.Precision;
import hangolo.engine.Shapes;
import hangolo.engine.Tensor;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Parameters in one block of memory per role. */
final class CpuStore implements ParameterStore {

    /** Values of a chunk: four arrays of them stay in the L2 cache, and one primitive casts them. */
    private static final int CHUNK = 16384;

    /** A stretch of parameters that share whether they decay. */
    private record Run(int from, int to, boolean decay) {}

    private record Entry(ParameterSpec spec, int offset, CpuTensor weight) {}

    private final ThreadPool pool;
    private final ParameterIndex<Entry> entries = new ParameterIndex<>();
    private final Map<Role, MemoryBlock> memory = new EnumMap<>(Role.class);
    private final Optional<MemoryBlock> bf16;
    private final int total;
    private final double[] squares;

    /**
     * Parameters, all zero.
     *
     * @param precision of matrix multiplications with them
     * @param keepBf16 whether bf16 copies are kept up to date, if the precision is bf16; else a pass casts what it reads
     */
    CpuStore(ThreadPool pool, List<ParameterSpec> specs, boolean trainable, Precision precision, boolean keepBf16) {
        this.pool = pool;
        long count = specs.stream().mapToLong(CpuStore::room).sum();
        if (count > MemoryBlock.LIMIT) {
            throw new IllegalArgumentException("the cpu backend holds at most " + MemoryBlock.LIMIT
                    + " parameters in one network, this one has " + count);
        }
        this.total = (int) count;
        for (Role role : trainable ? Role.values() : new Role[] {Role.WEIGHT}) {
            memory.put(role, new MemoryBlock(total));
        }
        this.squares = new double[trainable ? (total + CHUNK - 1) / CHUNK : 0];
        boolean bf16Weights = precision == Precision.BF16;
        this.bf16 = bf16Weights && keepBf16 ? Optional.of(new MemoryBlock((total + 1) / 2)) : Optional.empty();
        int offset = 0;
        for (ParameterSpec spec : specs) {
            CpuTensor weight = tensor(spec, offset, trainable);
            entries.add(spec, new Entry(spec, offset, bf16Weights ? weight.asBf16() : weight));
            offset += room(spec);
        }
    }

    /** Every parameter starts a cache line; the padding is and stays zero. */
    private static int room(ParameterSpec spec) {
        return Math.addExact(spec.count(), MemoryBlock.LINE - 1) / MemoryBlock.LINE * MemoryBlock.LINE;
    }

    private CpuTensor tensor(ParameterSpec spec, int offset, boolean trainable) {
        CpuTensor weight = new CpuTensor(memory.get(Role.WEIGHT), offset, spec.rows(), spec.columns(), trainable);
        if (trainable) {
            weight.gradient(new CpuTensor(memory.get(Role.GRADIENT), offset, spec.rows(), spec.columns(), false));
        }
        bf16.ifPresent(block -> weight.bf16(Bf16Copy.at(block.address(0) + (long) offset * Short.BYTES)));
        return weight;
    }

    @Override
    public List<ParameterSpec> specs() {
        return entries.specs();
    }

    @Override
    public Tensor weight(String name) {
        return entries.get(name).weight;
    }

    @Override
    public Optional<ParameterSpec> find(String name) {
        return entries.find(name);
    }

    @Override
    public void write(String name, Role role, int offset, float[] values, int length) {
        Entry entry = entries.get(name);
        Shapes.range("write " + name, offset, offset + length, entry.spec.count());
        if (role == Role.GRADIENT) {
            settle(entry);
        }
        memory(role).put(entry.offset + offset, values, 0, length);
        if (role == Role.WEIGHT) {
            entry.weight.bf16().current(false);
        }
    }

    @Override
    public void read(String name, Role role, int offset, float[] values, int length) {
        Entry entry = entries.get(name);
        Shapes.range("read " + name, offset, offset + length, entry.spec.count());
        if (role == Role.GRADIENT) {
            settle(entry);
        }
        memory(role).get(entry.offset + offset, values, 0, length);
    }

    @Override
    public void zeroGradients() {
        memory(Role.GRADIENT);
        entries.all().forEach(entry -> entry.weight.hasGradient(false));
    }

    /** Zeroes the gradients that nothing was added to. */
    private void settle() {
        entries.all().forEach(this::settle);
    }

    private void settle(Entry entry) {
        if (!entry.weight.hasGradient()) {
            memory(Role.GRADIENT).zero(entry.offset, entry.spec.count());
            entry.weight.hasGradient(true);
        }
    }

    @Override
    public double gradientNorm() {
        MemoryBlock gradients = memory(Role.GRADIENT);
        settle();
        pool.rows(squares.length, CHUNK, (from, to, s) -> {
            float[] g = s.row(0, CHUNK);
            for (int i = from; i < to; i++) {
                int n = Math.min(CHUNK, total - i * CHUNK);
                gradients.get(i * CHUNK, g, 0, n);
                squares[i] = Reductions.squares(g, 0, n);
            }
        });
        double sum = 0;
        for (double square : squares) {
            sum += square;
        }
        return Math.sqrt(sum);
    }

    @Override
    public void scaleGradients(float factor) {
        MemoryBlock gradients = memory(Role.GRADIENT);
        settle();
        chunks(0, total, (at, n, s) -> {
            float[] g = s.row(0, CHUNK);
            gradients.get(at, g, 0, n);
            for (int j = 0; j < n; j++) {
                g[j] *= factor;
            }
            gradients.put(at, g, 0, n);
        });
    }

    @Override
    public void update(AdamW settings, long step, double rate) {
        settle();
        float stepSize = (float) (rate / (1 - Math.pow(settings.beta1(), step)));
        float root = (float) Math.sqrt(1 - Math.pow(settings.beta2(), step));
        for (Run run : runs()) {
            float shrink = (float) (1 - (run.decay ? rate * settings.weightDecay() : 0));
            chunks(run.from, run.to, (at, n, s) -> update(settings, at, n, stepSize, root, shrink, s));
        }
        entries.all().forEach(entry -> entry.weight.bf16().current(true));
    }

    private void update(AdamW settings, int at, int n, float stepSize, float root, float shrink, Scratch s) {
        float[] w = s.row(0, CHUNK);
        float[] g = s.row(1, CHUNK);
        float[] m = s.row(2, CHUNK);
        float[] v = s.row(3, CHUNK);
        memory(Role.WEIGHT).get(at, w, 0, n);
        memory(Role.GRADIENT).get(at, g, 0, n);
        memory(Role.FIRST_MOMENT).get(at, m, 0, n);
        memory(Role.SECOND_MOMENT).get(at, v, 0, n);
        float b1 = (float) settings.beta1();
        float b2 = (float) settings.beta2();
        float c1 = (float) (1 - settings.beta1());
        float c2 = (float) (1 - settings.beta2());
        float epsilon = (float) settings.epsilon();
        for (int j = 0; j < n; j++) {
            m[j] = b1 * m[j] + c1 * g[j];
            v[j] = b2 * v[j] + c2 * g[j] * g[j];
            w[j] = shrink * w[j] - stepSize * (m[j] / ((float) Math.sqrt(v[j]) / root + epsilon));
        }
        memory(Role.WEIGHT).put(at, w, 0, n);
        memory(Role.FIRST_MOMENT).put(at, m, 0, n);
        memory(Role.SECOND_MOMENT).put(at, v, 0, n);
        bf16.ifPresent(block -> EltwisePrimitive.TO_BF16.run(
                s, n, memory(Role.WEIGHT).address(at), block.address(0) + (long) at * Short.BYTES));
    }

    private interface Chunk {
        void run(int at, int length, Scratch scratch);
    }

    private void chunks(int start, int end, Chunk chunk) {
        pool.rows((end - start + CHUNK - 1) / CHUNK, CHUNK, (from, to, s) -> {
            for (int i = from; i < to; i++) {
                int at = start + i * CHUNK;
                chunk.run(at, Math.min(CHUNK, end - at), s);
            }
        });
    }

    /** Adjacent parameters with the same decay, joined. */
    private List<Run> runs() {
        List<Run> runs = new ArrayList<>();
        for (Entry entry : entries.all()) {
            int end = entry.offset + room(entry.spec);
            Run last = runs.isEmpty() ? new Run(0, 0, entry.spec.decay()) : runs.remove(runs.size() - 1);
            if (last.decay == entry.spec.decay()) {
                runs.add(new Run(last.from, end, last.decay));
            } else {
                runs.add(last);
                runs.add(new Run(entry.offset, end, entry.spec.decay()));
            }
        }
        return runs;
    }

    private MemoryBlock memory(Role role) {
        return Optional.ofNullable(memory.get(role))
                .orElseThrow(() -> new IllegalStateException("frozen parameters have no " + role));
    }

    @Override
    public void close() {
        bf16.ifPresent(MemoryBlock::close);
        memory.values().forEach(MemoryBlock::close);
        memory.clear();
    }
}
