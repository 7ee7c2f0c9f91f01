package hangolo.engine.cpu;

import hangolo.engine.AdamW;
import hangolo.engine.IndexedStore;
import hangolo.engine.ParameterLayout;
import hangolo.engine.ParameterSpec;
import hangolo.engine.Precision;
import hangolo.engine.Shapes;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Parameters in one block of memory per role. */
final class CpuStore extends IndexedStore<CpuStore.Entry> {

    /** Values of a chunk: four arrays of them stay in the L2 cache, and one primitive casts them. */
    private static final int CHUNK = 16384;

    /** A parameter and its offset in the memory of each role. */
    record Entry(ParameterSpec spec, int offset, CpuTensor weight) implements IndexedStore.Entry {}

    private final ThreadPool pool;
    private final ParameterLayout layout;
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
        this.layout = ParameterLayout.of(specs, MemoryBlock.LINE, MemoryBlock.LIMIT);
        this.total = (int) layout.total();
        for (Role role : trainable ? Role.values() : new Role[] {Role.WEIGHT}) {
            memory.put(role, new MemoryBlock(total));
        }
        this.squares = new double[trainable ? (total + CHUNK - 1) / CHUNK : 0];
        boolean bf16Weights = precision == Precision.BF16;
        this.bf16 = bf16Weights && keepBf16 ? Optional.of(new MemoryBlock((total + 1) / 2)) : Optional.empty();
        for (int i = 0; i < specs.size(); i++) {
            ParameterSpec spec = specs.get(i);
            int offset = (int) layout.offset(i);
            CpuTensor weight = tensor(spec, offset, trainable);
            add(new Entry(spec, offset, bf16Weights ? weight.asBf16() : weight));
        }
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
    public void write(String name, Role role, int offset, float[] values, int length) {
        Entry entry = entry(name);
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
        Entry entry = entry(name);
        Shapes.range("read " + name, offset, offset + length, entry.spec.count());
        if (role == Role.GRADIENT) {
            settle(entry);
        }
        memory(role).get(entry.offset + offset, values, 0, length);
    }

    @Override
    public void zeroGradients() {
        memory(Role.GRADIENT);
        entries().forEach(entry -> entry.weight.hasGradient(false));
    }

    /** Zeroes the gradients that nothing was added to; every parameter starts a cache line, and the padding is and stays zero. */
    private void settle() {
        entries().forEach(this::settle);
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
        for (int i = 0; i < layout.decays().length; i++) {
            float shrink = (float) (1 - (layout.decays()[i] == 1 ? rate * settings.weightDecay() : 0));
            int end = layout.bounds()[i + 1];
            chunks(layout.bounds()[i], end, (at, n, s) -> update(settings, at, n, stepSize, root, shrink, s));
        }
        entries().forEach(entry -> entry.weight.bf16().current(true));
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

    private MemoryBlock memory(Role role) {
        return of(role, memory);
    }

    @Override
    public void close() {
        bf16.ifPresent(MemoryBlock::close);
        memory.values().forEach(MemoryBlock::close);
        memory.clear();
    }
}
