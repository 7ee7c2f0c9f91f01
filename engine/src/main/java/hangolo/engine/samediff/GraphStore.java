package hangolo.engine.samediff;

import hangolo.engine.AdamW;
import hangolo.engine.ParameterIndex;
import hangolo.engine.ParameterSpec;
import hangolo.engine.ParameterStore;
import hangolo.engine.Shapes;
import hangolo.engine.Tensor;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/** Parameters, one ND4J array per role. */
final class GraphStore implements ParameterStore {

    private record Entry(ParameterSpec spec, Map<Role, INDArray> arrays, GraphTensor weight) {}

    private final ParameterIndex<Entry> entries = new ParameterIndex<>();

    GraphStore(DataType type, List<ParameterSpec> specs, boolean trainable) {
        for (ParameterSpec spec : specs) {
            Map<Role, INDArray> arrays = new EnumMap<>(Role.class);
            for (Role role : trainable ? Role.values() : new Role[] {Role.WEIGHT}) {
                arrays.put(role, Nd4j.zeros(type, spec.rows(), spec.columns()));
            }
            INDArray weight = arrays.get(Role.WEIGHT);
            GraphTensor tensor =
                    trainable ? GraphTensor.parameter(weight, arrays.get(Role.GRADIENT)) : GraphTensor.of(weight);
            entries.add(spec, new Entry(spec, arrays, tensor));
        }
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
        INDArray array = array(name, role);
        Shapes.range("write " + name, offset, offset + length, (int) array.length());
        for (int i = 0; i < length; i++) {
            array.data().put(offset + i, values[i]);
        }
    }

    @Override
    public void read(String name, Role role, int offset, float[] values, int length) {
        INDArray array = array(name, role);
        Shapes.range("read " + name, offset, offset + length, (int) array.length());
        for (int i = 0; i < length; i++) {
            values[i] = array.data().getFloat(offset + i);
        }
    }

    @Override
    public void zeroGradients() {
        specs().forEach(spec -> array(spec.name(), Role.GRADIENT).assign(0));
    }

    @Override
    public double gradientNorm() {
        return Math.sqrt(specs().stream()
                .mapToDouble(
                        spec -> array(spec.name(), Role.GRADIENT).norm2Number().doubleValue())
                .map(norm -> norm * norm)
                .sum());
    }

    @Override
    public void scaleGradients(float factor) {
        specs().forEach(spec -> array(spec.name(), Role.GRADIENT).muli(factor));
    }

    @Override
    public void update(AdamW settings, long step, double rate) {
        double stepSize = rate / (1 - Math.pow(settings.beta1(), step));
        double root = Math.sqrt(1 - Math.pow(settings.beta2(), step));
        for (Entry entry : entries.all()) {
            INDArray g = array(entry.spec.name(), Role.GRADIENT);
            INDArray m = array(entry.spec.name(), Role.FIRST_MOMENT);
            INDArray v = array(entry.spec.name(), Role.SECOND_MOMENT);
            INDArray w = array(entry.spec.name(), Role.WEIGHT);
            m.muli(settings.beta1()).addi(g.mul(1 - settings.beta1()));
            v.muli(settings.beta2()).addi(g.mul(g).muli(1 - settings.beta2()));
            if (entry.spec.decay()) {
                w.muli(1 - rate * settings.weightDecay());
            }
            INDArray denominator = Transforms.sqrt(v, true).divi(root).addi(settings.epsilon());
            w.subi(m.div(denominator).muli(stepSize));
        }
    }

    private INDArray array(String name, Role role) {
        return Optional.ofNullable(entries.get(name).arrays.get(role))
                .orElseThrow(() -> new IllegalStateException("frozen parameters have no " + role));
    }

    @Override
    public void close() {
        entries.all().forEach(entry -> entry.arrays.values().forEach(INDArray::close));
    }
}
