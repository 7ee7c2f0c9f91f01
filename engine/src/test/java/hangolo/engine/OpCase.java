package hangolo.engine;

import hangolo.engine.samediff.SameDiffBackend;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * One operation on inputs of given shapes, for the tests of every backend.
 *
 * @param name what is tested; with the seed it reproduces a failure
 * @param shapes rows and columns of each input; all inputs are differentiated
 * @param apply the operation
 */
public record OpCase(String name, List<int[]> shapes, BiFunction<Ops, List<Tensor>, Tensor> apply) {

    /** {@link Ops#checkpointed}, or just its body. */
    interface Around {
        Tensor apply(Ops ops, Tensor x, UnaryOperator<Tensor> body);
    }

    /** The mean square of an operation on results of others, added twice, the second time in memory that the first may have recycled. */
    static OpCase twice(OpCase op, Around block) {
        return new OpCase(op.name + " twice", op.shapes, (o, x) -> {
            UnaryOperator<Tensor> addSquare = in -> {
                Tensor y = op.apply.apply(o, x.stream().map(v -> o.add(v, v)).toList());
                return o.add(in, o.squaredError(y, o.constant(y.rows(), y.columns(), new float[y.count()])));
            };
            Tensor zero = o.constant(1, 1, new float[1]);
            return block.apply(o, block.apply(o, zero, addSquare), addSquare);
        });
    }

    /** Every operation that has a gradient, in shapes of one, of primes, and of several sequences. */
    public static Stream<OpCase> differentiable() {
        PackedSequences two = PackedSequences.ofLengths(3, 4);
        return Stream.of(
                of("linear", (o, x) -> o.linear(x.get(0), x.get(1)), 7, 5, 3, 5),
                of("linear with bias", (o, x) -> o.linear(x.get(0), x.get(1), x.get(2)), 7, 5, 3, 5, 1, 3),
                of("linear of one row", (o, x) -> o.linear(x.get(0), x.get(1), x.get(2)), 1, 1, 1, 1, 1, 1),
                of("linear of one column", (o, x) -> o.linear(x.get(0), x.get(1)), 7, 1, 3, 1),
                of("linear of one row to many", (o, x) -> o.linear(x.get(0), x.get(1)), 1, 5, 3, 5),
                of("linear of many rows to one", (o, x) -> o.linear(x.get(0), x.get(1)), 7, 5, 1, 5),
                of("matmul of one row", (o, x) -> o.matmul(x.get(0), x.get(1)), 1, 5, 5, 3),
                of("matmul to one column", (o, x) -> o.matmul(x.get(0), x.get(1)), 7, 5, 5, 1),
                of("matmul of one column", (o, x) -> o.matmul(x.get(0), x.get(1)), 7, 1, 1, 3),
                of("matmul", (o, x) -> o.matmul(x.get(0), x.get(1)), 7, 5, 5, 3),
                of("matmul with bias", (o, x) -> o.matmul(x.get(0), x.get(1), x.get(2)), 7, 5, 5, 3, 1, 3),
                of("addRow", (o, x) -> o.addRow(x.get(0), x.get(1)), 7, 5, 1, 5),
                of("add", (o, x) -> o.add(x.get(0), x.get(1)), 7, 5, 7, 5),
                of("add to itself", (o, x) -> o.add(x.get(0), x.get(0)), 7, 5),
                of("scale", (o, x) -> o.scale(x.get(0), -1.5f), 7, 5),
                of("geluTanh", (o, x) -> o.geluTanh(x.get(0)), 7, 5),
                of("geglu", (o, x) -> o.geglu(x.get(0)), 7, 10),
                of("relu", (o, x) -> o.relu(o.addRow(x.get(0), x.get(1))), 7, 5, 1, 5),
                of("residual", (o, x) -> o.residual(x.get(0), o.matmul(x.get(0), x.get(1)), 0.3f), 7, 5, 5, 5),
                of("residual of parameters", (o, x) -> o.residual(x.get(0), x.get(1), 0f), 7, 5, 7, 5),
                of(
                        "block",
                        (o, x) -> o.checkpointed(
                                o.scale(x.get(0), 2f),
                                in -> o.add(in, o.matmul(o.geluTanh(o.matmul(in, x.get(1))), x.get(2)))),
                        7,
                        5,
                        5,
                        3,
                        3,
                        5),
                of(
                        "block of another shape",
                        (o, x) -> o.checkpointed(
                                o.scale(x.get(0), 2f),
                                1,
                                1,
                                in -> o.crossEntropy(o.linear(in, x.get(1)), new int[] {1, -1, 0, 2})),
                        4,
                        5,
                        3,
                        5),
                of("dropout", (o, x) -> o.dropout(x.get(0), 0.3f), 7, 5),
                of("layerNorm", (o, x) -> o.layerNorm(x.get(0), x.get(1), x.get(2), 1e-5f), 7, 11, 1, 11, 1, 11),
                of("rmsNorm", (o, x) -> o.rmsNorm(x.get(0), x.get(1)), 7, 11, 1, 11),
                of("groupNorm", (o, x) -> o.groupNorm(x.get(0), two, 3, x.get(1), x.get(2), 1e-5f), 7, 6, 1, 6, 1, 6),
                of(
                        "groupNorm of equal sequences",
                        (o, x) -> o.groupNorm(x.get(0), PackedSequences.uniform(2, 4), 3, x.get(1), x.get(2), 1e-5f),
                        8,
                        6,
                        1,
                        6,
                        1,
                        6),
                of("gather of different rows", (o, x) -> o.gather(x.get(0), new int[] {4, 0, 2}), 5, 3),
                of("gather", (o, x) -> o.gather(x.get(0), new int[] {2, 0, 2, 1}), 3, 5),
                of("concatRows", (o, x) -> o.concatRows(x.get(0), x.get(1), x.get(0)), 3, 5, 2, 5),
                of("unfold", (o, x) -> o.unfold(x.get(0), two, new Conv1dShape(3, 2, 1, 1)), 7, 5),
                of("unfold dilated", (o, x) -> o.unfold(x.get(0), two, Conv1dShape.same(3, 2)), 7, 5),
                of("crossEntropy", (o, x) -> o.crossEntropy(x.get(0), new int[] {1, -1, 0, 2}), 4, 3),
                of(
                        "squaredError",
                        (o, x) -> o.squaredError(x.get(0), o.constant(2, 2, new float[] {1, 2, 3, 4})),
                        2,
                        2),
                of("attention, blocks", (o, x) -> blocks(o, x.get(0), two, 0f), 7, 18),
                of(
                        "attention of equal sequences",
                        (o, x) -> blocks(o, x.get(0), PackedSequences.uniform(2, 4), 0f),
                        8,
                        18),
                of("attention with dropout", (o, x) -> blocks(o, x.get(0), two, 0.4f), 7, 18),
                of("attention, side by side", (o, x) -> sideBySide(o, x.get(0), two), 7, 18),
                of("attention to a context", (o, x) -> context(o, x.get(0), x.get(1)), 4, 6, 7, 12));
    }

    /** Every operation without a gradient. */
    public static Stream<OpCase> forwardOnly() {
        PackedSequences two = PackedSequences.ofLengths(3, 4);
        Conv1dShape strided = new Conv1dShape(4, 2, 1, 1);
        PackedSequences folded = PackedSequences.ofLengths(6, 4);
        return Stream.of(
                of("multiply", (o, x) -> o.multiply(x.get(0), x.get(1)), 7, 5, 7, 5),
                of("multiply with a row", (o, x) -> o.multiply(x.get(0), x.get(1)), 7, 5, 1, 5),
                of("leakyRelu", (o, x) -> o.leakyRelu(x.get(0), 0.1f), 7, 5),
                of("tanh", (o, x) -> o.tanh(x.get(0)), 7, 5),
                of("sigmoid", (o, x) -> o.sigmoid(x.get(0)), 7, 5),
                of("concatColumns", (o, x) -> o.concatColumns(x.get(0), x.get(1)), 7, 5, 7, 2),
                of("columns", (o, x) -> o.columns(x.get(0), 1, 4), 7, 5),
                of("meanRows", (o, x) -> o.meanRows(x.get(0), two), 7, 5),
                of("softmaxRows", (o, x) -> o.softmaxRows(x.get(0), two), 7, 5),
                of("interpolateRows", (o, x) -> o.interpolateRows(x.get(0), 30, 24000 / 22050.0 * 4), 7, 5),
                of("interpolateRows, fewer", (o, x) -> o.interpolateRows(x.get(0), 5, 1 / 1.3), 7, 5),
                of("fold", (o, x) -> o.fold(x.get(0), folded, strided), 5, 12),
                of("convolution", (o, x) -> convolution(o, x, 0.1f, Conv1dShape.same(3, 2)), 7, 4, 5, 12, 1, 5),
                of(
                        "convolution of many rows",
                        (o, x) -> convolution(o, x, 0.1f, Conv1dShape.same(7, 3)),
                        150,
                        3,
                        5,
                        21,
                        1,
                        5),
                of(
                        "convolution, strided",
                        (o, x) -> convolution(o, x, 0.1f, new Conv1dShape(4, 2, 1, 1)),
                        9,
                        3,
                        2,
                        12,
                        1,
                        2),
                of("residualPair", OpCase::pair, 7, 3, 5, 9, 1, 5, 3, 25, 1, 3),
                of("residualPair of many rows", OpCase::pair, 300, 3, 5, 9, 1, 5, 3, 25, 1, 3),
                of("unfoldImage", (o, x) -> o.unfoldImage(x.get(0), 3, 5, 3, 1), 15, 2),
                of("unfoldImage, strided", (o, x) -> o.unfoldImage(x.get(0), 4, 5, 3, 2), 20, 2));
    }

    private static Tensor convolution(Ops o, List<Tensor> x, float slope, Conv1dShape window) {
        return o.convolution(x.get(0), slope, new Conv1dWeights(window, x.get(1), x.get(2)));
    }

    private static Tensor pair(Ops o, List<Tensor> x) {
        Conv1dWeights first = new Conv1dWeights(Conv1dShape.same(3, 2), x.get(1), x.get(2));
        return o.residualPair(x.get(0), 0.1f, first, new Conv1dWeights(Conv1dShape.same(5, 1), x.get(3), x.get(4)));
    }

    /** The operations that no case calls. Those on memory are no functions: {@link OpKit} tests them by themselves. */
    static List<String> operationsWithoutCase() {
        Set<String> called = new HashSet<>(Set.of("buffer", "put"));
        try (Backend backend = SameDiffBackend.inDouble();
                Pass pass = backend.inference()) {
            Ops recorder = (Ops) Proxy.newProxyInstance(
                    Ops.class.getClassLoader(), new Class<?>[] {Ops.class}, (proxy, method, arguments) -> {
                        called.add(method.getName());
                        return method.invoke(pass, arguments);
                    });
            Stream.concat(differentiable(), forwardOnly())
                    .forEach(op -> op.apply()
                            .apply(
                                    recorder,
                                    op.shapes().stream()
                                            .map(s -> pass.constant(s[0], s[1], new float[s[0] * s[1]]))
                                            .toList()));
        }
        return Arrays.stream(Ops.class.getMethods())
                .map(Method::getName)
                .distinct()
                .filter(name -> !called.contains(name))
                .sorted()
                .toList();
    }

    private static Tensor blocks(Ops o, Tensor qkv, PackedSequences rows, float dropout) {
        return o.attention(
                new HeadLayout(qkv, 0, 3),
                new HeadLayout(qkv, 6, 3),
                new HeadLayout(qkv, 12, 3),
                AttentionSpec.within(rows, 2, 3, true, dropout));
    }

    private static Tensor sideBySide(Ops o, Tensor qkv, PackedSequences rows) {
        return o.attention(
                new HeadLayout(qkv, 0, 9),
                new HeadLayout(qkv, 3, 9),
                new HeadLayout(qkv, 6, 9),
                AttentionSpec.within(rows, 2, 3, false, 0f));
    }

    private static Tensor context(Ops o, Tensor q, Tensor kv) {
        AttentionSpec spec = new AttentionSpec(
                2, 3, PackedSequences.uniform(2, 2), PackedSequences.ofLengths(3, 4), false, 0.5f, 0f);
        return o.attention(new HeadLayout(q, 0, 3), new HeadLayout(kv, 0, 3), new HeadLayout(kv, 6, 3), spec);
    }

    private static OpCase of(String name, BiFunction<Ops, List<Tensor>, Tensor> apply, int... sizes) {
        List<int[]> shapes = IntStream.range(0, sizes.length / 2)
                .mapToObj(i -> new int[] {sizes[2 * i], sizes[2 * i + 1]})
                .toList();
        return new OpCase(name, shapes, apply);
    }

    @Override
    public String toString() {
        return name;
    }
}
