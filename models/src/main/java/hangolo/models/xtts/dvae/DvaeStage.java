package hangolo.models.xtts.dvae;

import hangolo.engine.Ops;
import hangolo.engine.PackedSequences;
import hangolo.engine.ParameterStore;
import hangolo.engine.Tensor;
import hangolo.models.xtts.config.ModelFormatException;
import hangolo.models.xtts.dvae.Dvae.Rows;
import hangolo.models.xtts.nn.Convolution;
import hangolo.models.xtts.nn.StateDict;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** One numbered part of the DVAE's encoder or decoder; its kind is told by the names below its number. */
sealed interface DvaeStage {

    Rows apply(Ops ops, Rows x);

    /** A convolution of stride 2 and ReLU: {@code N.0.weight}. */
    record Halving(Convolution convolution) implements DvaeStage {
        @Override
        public Rows apply(Ops ops, Rows x) {
            Tensor y = ops.relu(convolution.apply(ops, x.tensor(), x.segments()));
            return new Rows(y, convolution.window().outputs(x.segments()));
        }
    }

    /** Every row twice, a convolution and ReLU: {@code N.0.conv.weight}. */
    record Doubling(Convolution convolution) implements DvaeStage {
        @Override
        public Rows apply(Ops ops, Rows x) {
            int rows = x.tensor().rows();
            Tensor doubled = ops.gather(
                    x.tensor(), IntStream.range(0, 2 * rows).map(i -> i / 2).toArray());
            PackedSequences segments =
                    PackedSequences.ofLengths(IntStream.range(0, x.segments().count())
                            .map(i -> 2 * x.segments().length(i))
                            .toArray());
            return new Rows(ops.relu(convolution.apply(ops, doubled, segments)), segments);
        }
    }

    /** Three convolutions with ReLU between them, added to the input: {@code N.net.0}, {@code 2}, {@code 4}. */
    record Residual(Convolution first, Convolution second, Convolution third) implements DvaeStage {
        @Override
        public Rows apply(Ops ops, Rows x) {
            Tensor y = ops.relu(first.apply(ops, x.tensor(), x.segments()));
            y = ops.relu(second.apply(ops, y, x.segments()));
            return new Rows(ops.add(third.apply(ops, y, x.segments()), x.tensor()), x.segments());
        }
    }

    /** A convolution alone: {@code N.weight}. */
    record Plain(Convolution convolution) implements DvaeStage {
        @Override
        public Rows apply(Ops ops, Rows x) {
            return new Rows(convolution.apply(ops, x.tensor(), x.segments()), x.segments());
        }
    }

    /** All stages below {@code encoder.} or {@code decoder.}. */
    static List<DvaeStage> of(StateDict weights, ParameterStore store, String prefix) {
        return IntStream.range(0, weights.indexCount(prefix))
                .mapToObj(i -> stage(weights, store, prefix + i))
                .toList();
    }

    private static DvaeStage stage(StateDict weights, ParameterStore store, String name) {
        if (weights.has(name + ".net.0.weight")) {
            return new Residual(
                    Convolution.same(store, name + ".net.0", 1),
                    Convolution.same(store, name + ".net.2", 1),
                    Convolution.same(store, name + ".net.4", 1));
        }
        if (weights.has(name + ".0.conv.weight")) {
            return new Doubling(Convolution.same(store, name + ".0.conv", 1));
        }
        return weights.has(name + ".0.weight")
                ? new Halving(Convolution.halving(store, name + ".0"))
                : new Plain(Convolution.same(store, name, 1));
    }

    /** Checks that every stage is there and takes what the one before it gives. */
    static void check(StateDict weights, String codebook) throws ModelFormatException {
        int[] entries = weights.shape(codebook);
        if (entries.length != 2 || entries[0] < 1 || entries[1] < 1) {
            throw new ModelFormatException(weights.origin() + ": " + codebook + ": expected [width, codes], found "
                    + Arrays.toString(entries));
        }
        int encoded = check(weights, "encoder.", -1);
        if (encoded != entries[0]) {
            throw new ModelFormatException(weights.origin() + ": the encoder gives " + encoded + " channels but "
                    + codebook + " is " + Arrays.toString(entries));
        }
        check(weights, "decoder.", entries[0]);
    }

    private static int check(StateDict weights, String prefix, int input) throws ModelFormatException {
        int channels = input;
        int count = weights.indexCount(prefix);
        if (count == 0) {
            throw new ModelFormatException(weights.origin() + ": no tensor " + prefix + "0...; is this a dvae.pth?");
        }
        for (int i = 0; i < count; i++) {
            int before = channels;
            for (String name : convolutions(weights, prefix + i)) {
                channels = output(weights, name, channels);
            }
            if (weights.has(prefix + i + ".net.0.weight") && channels != before) {
                throw new ModelFormatException(weights.origin() + ": " + prefix + i + ".net takes " + before
                        + " channels and gives " + channels + "; a residual block keeps them");
            }
        }
        return channels;
    }

    private static List<String> convolutions(StateDict weights, String name) {
        List<String> found = new ArrayList<>();
        for (String part : List.of(".net.0", ".net.2", ".net.4", ".0.conv", ".0")) {
            if (weights.has(name + part + ".weight")) {
                found.add(name + part);
            }
        }
        return found.isEmpty() ? List.of(name) : found;
    }

    private static int output(StateDict weights, String name, int input) throws ModelFormatException {
        int[] weight = weights.shape(name + ".weight");
        int[] bias = weights.shape(name + ".bias");
        boolean fits = weight.length == 3
                && (input < 0 || weight[1] == input)
                && weight[2] % 2 == 1
                && bias.length == 1
                && bias[0] == weight[0];
        if (!fits) {
            throw new ModelFormatException(weights.origin() + ": " + name + ".weight: expected [out, "
                    + (input < 0 ? "mels" : String.valueOf(input)) + ", odd kernel] with a bias [out], found "
                    + Arrays.toString(weight) + " and " + Arrays.toString(bias));
        }
        return weight[0];
    }
}
