package hangolo.engine.cuda;

import hangolo.engine.AdamW;
import hangolo.engine.ParameterIndex;
import hangolo.engine.ParameterSpec;
import hangolo.engine.ParameterStore;
import hangolo.engine.Precision;
import hangolo.engine.Shapes;
import hangolo.engine.Tensor;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Parameters in one block of memory per role. Each starts at a multiple of 256 bytes, also in bf16. */
final class CudaStore implements ParameterStore {

    private record Entry(ParameterSpec spec, long offset, CudaTensor weight) {}

    private final Device device;
    private final ParameterIndex<Entry> entries = new ParameterIndex<>();
    private final Map<Role, Long> memory = new EnumMap<>(Role.class);
    private final OptionalLong bf16;
    private final ParameterLayout layout;
    private final long bounds;
    private final long decays;
    private final long squares;

    /**
     * Memory for parameters, all zero.
     *
     * @param precision of matrix multiplications with them
     * @param keepBf16 whether bf16 copies are kept up to date, if the precision is bf16; else they are cast for each multiplication
     */
    CudaStore(Device device, List<ParameterSpec> specs, boolean trainable, Precision precision, boolean keepBf16) {
        this.device = device;
        this.layout = ParameterLayout.of(specs);
        for (Role role : trainable ? Role.values() : new Role[] {Role.WEIGHT}) {
            memory.put(role, zeros(layout.total()));
        }
        this.bf16 = precision == Precision.BF16 && keepBf16
                ? OptionalLong.of(zeros((layout.total() + 1) / 2))
                : OptionalLong.empty();
        for (int i = 0; i < specs.size(); i++) {
            ParameterSpec spec = specs.get(i);
            long offset = layout.offset(i);
            entries.add(spec, new Entry(spec, offset, tensor(spec, offset, trainable, precision)));
        }
        this.bounds = uploaded(layout.bounds());
        this.decays = uploaded(layout.decays());
        this.squares = device.allocate((long) Device.blocks(layout.total()) * Float.BYTES);
        device.settle();
    }

    private long zeros(long count) {
        long address = device.allocate(count * Float.BYTES);
        device.fill(address, count, 0f);
        return address;
    }

    private long uploaded(int[] values) {
        long address = device.allocate((long) values.length * Integer.BYTES);
        device.upload(address, values);
        return address;
    }

    private CudaTensor tensor(ParameterSpec spec, long offset, boolean trainable, Precision precision) {
        long weight = memory.get(Role.WEIGHT) + offset * Float.BYTES;
        long bf16Address = bf16.isPresent() ? bf16.getAsLong() + offset * Short.BYTES : CudaTensor.NONE;
        CudaTensor tensor = CudaTensor.weight(weight, spec.rows(), spec.columns(), trainable, precision, bf16Address);
        if (trainable) {
            long place = memory.get(Role.GRADIENT) + offset * Float.BYTES;
            tensor.gradient(new CudaTensor(place, spec.rows(), spec.columns(), false));
        }
        return tensor;
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
        long place = place(name, offset, length);
        long address = memory(role) + place * Float.BYTES;
        device.upload(address, values, length);
        if (role == Role.WEIGHT && bf16.isPresent()) {
            device.each("castToBf16", length, address, bf16.getAsLong() + place * Short.BYTES);
        }
        device.settle();
    }

    @Override
    public void read(String name, Role role, int offset, float[] values, int length) {
        long address = memory(role) + place(name, offset, length) * Float.BYTES;
        if (role == Role.GRADIENT) {
            device.download(address, values, length);
        } else {
            device.downloadSettled(address, values, length);
        }
    }

    private long place(String name, int offset, int length) {
        Entry entry = entries.get(name);
        Shapes.range("values of " + name, offset, offset + length, entry.spec.count());
        return entry.offset + offset;
    }

    @Override
    public void zeroGradients() {
        device.fill(memory(Role.GRADIENT), layout.total(), 0f);
    }

    @Override
    public double gradientNorm() {
        float[] parts = new float[Device.blocks(layout.total())];
        device.each("squares", layout.total(), memory(Role.GRADIENT), squares);
        device.download(squares, parts, parts.length);
        double sum = 0;
        for (float part : parts) {
            sum += part;
        }
        return Math.sqrt(sum);
    }

    @Override
    public void scaleGradients(float factor) {
        device.each("scale", layout.total(), memory(Role.GRADIENT), factor, memory(Role.GRADIENT));
    }

    @Override
    public void update(AdamW settings, long step, double rate) {
        device.each(
                "adamw",
                layout.total(),
                memory(Role.WEIGHT),
                memory(Role.GRADIENT),
                memory(Role.FIRST_MOMENT),
                memory(Role.SECOND_MOMENT),
                bf16.orElse(CudaTensor.NONE),
                bounds,
                decays,
                layout.decays().length,
                settings.beta1(),
                settings.beta2(),
                1 - settings.beta1(),
                1 - settings.beta2(),
                rate / (1 - Math.pow(settings.beta1(), step)),
                Math.sqrt(1 - Math.pow(settings.beta2(), step)),
                settings.epsilon(),
                1 - rate * settings.weightDecay());
        device.settle();
    }

    private long memory(Role role) {
        return Optional.ofNullable(memory.get(role))
                .orElseThrow(() -> new IllegalStateException("frozen parameters have no " + role));
    }

    @Override
    public void close() {
        memory.values().forEach(device::free);
        bf16.ifPresent(device::free);
        device.free(bounds);
        device.free(decays);
        device.free(squares);
    }
}
