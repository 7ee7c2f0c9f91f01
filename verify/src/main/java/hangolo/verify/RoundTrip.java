package hangolo.verify;

import hangolo.models.weights.StoredTensor;
import hangolo.models.weights.checkpoint.CheckpointFile;
import hangolo.models.weights.checkpoint.OptimizerState;
import hangolo.models.weights.checkpoint.TrainingCheckpoint;
import hangolo.models.weights.file.Inspection;
import hangolo.models.weights.file.WeightFile;
import hangolo.models.weights.pickle.PickledDict;
import hangolo.models.weights.pickle.PickledTuple;
import hangolo.models.xtts.XttsModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Takes over a checkpoint of Coqui's trainer and writes one, both as {@code hangolo train} does: the two files have the same
 * keys in the same order, the same kinds of containers, and every tensor bit for bit.
 */
final class RoundTrip {

    /** Facts of the container, which name the file. */
    private static final List<String> CONTAINER = List.of("folder");

    private final GroupContext context;
    private final Checks checks;
    private final Path original;
    private final String name;

    RoundTrip(GroupContext context, Checks checks, Path original) {
        this.context = context;
        this.checks = checks;
        this.original = original;
        this.name = original.getFileName() + " written again: ";
    }

    void check() throws IOException {
        Path folder = Files.createTempDirectory("hangolo-verify");
        Path written = folder.resolve(original.getFileName());
        try {
            write(written);
            try (WeightFile before = WeightFile.open(original);
                    WeightFile after = WeightFile.open(written)) {
                compare("root", before.root(), after.root());
            }
            inspections(Inspection.of(original), Inspection.of(written));
        } finally {
            Files.deleteIfExists(written);
            Files.deleteIfExists(folder);
        }
    }

    private void write(Path target) throws IOException {
        try (XttsModel model = context.trainable(Optional.of(original));
                CheckpointFile file = CheckpointFile.read(original)) {
            OptimizerState optimizer =
                    file.optimizer().orElseThrow(() -> new ReferenceException(original, "holds no optimizer state"));
            AdamWSettings settings = AdamWSettings.of(optimizer);
            long updates = TrainingCheckpoint.restore(optimizer, model.parameters());
            new TrainingCheckpoint(
                            file.config(),
                            settings.rate(),
                            updates,
                            file.step(),
                            file.epoch(),
                            file.date(),
                            file.losses(),
                            Map.of())
                    .write(target, context.folder().path("model"), model.parameters(), settings.adamW(), () -> {});
        }
    }

    private void compare(String path, Object before, Object after) {
        if (before instanceof StoredTensor tensor) {
            tensor(path, tensor, after);
        } else if (before instanceof Map<?, ?> map) {
            map(path, map, after);
        } else if (before instanceof List<?> list) {
            list(path, list, after);
        } else if (!Objects.equals(before, after)) {
            checks.failed(name + path, "expected " + shown(before) + ", found " + shown(after));
        }
    }

    private static String shown(Object value) {
        return value == null ? "None" : value + " (" + value.getClass().getSimpleName() + ")";
    }

    private void map(String path, Map<?, ?> before, Object after) {
        boolean alike = after instanceof Map<?, ?> && before instanceof PickledDict == after instanceof PickledDict;
        Map<?, ?> found = after instanceof Map<?, ?> map ? map : Map.of();
        checks.holds(name + path + " kind", alike, "is another kind of container");
        checks.equal(name + path, List.copyOf(before.keySet()), List.copyOf(found.keySet()));
        before.forEach((key, value) -> compare(path + "/" + key, value, found.get(key)));
    }

    private void list(String path, List<?> before, Object after) {
        boolean alike = after instanceof List<?> && before instanceof PickledTuple == after instanceof PickledTuple;
        List<?> found = after instanceof List<?> list ? list : List.of();
        if (!alike || before.size() != found.size()) {
            checks.failed(name + path, "expected " + before + ", found " + after);
            return;
        }
        for (int i = 0; i < before.size(); i++) {
            compare(path + "/" + i, before.get(i), found.get(i));
        }
    }

    private void tensor(String path, StoredTensor before, Object after) {
        boolean alike = after instanceof StoredTensor found
                && found.dtype() == before.dtype()
                && Arrays.equals(found.shape(), before.shape());
        if (!alike) {
            checks.failed(name + path, "expected " + before + ", found " + after);
        } else {
            Values found = Values.of(((StoredTensor) after).doubles());
            checks.within(name + path, "values", Tolerance.EXACT, Values.of(before.doubles()), found);
        }
    }

    /** What {@code hangolo inspect} shows of both. */
    private void inspections(Inspection before, Inspection after) {
        checks.equal(name + "inspect format", before.format(), after.format());
        checks.equal(
                name + "inspect tensors", before.rows().size(), after.rows().size());
        List<Inspection.Row> differing = new ArrayList<>(after.rows());
        differing.removeAll(before.rows());
        checks.equal(name + "inspect rows", List.of(), differing);
        checks.equal(name + "inspect metadata", facts(before), facts(after));
    }

    private static String facts(Inspection inspection) {
        Map<String, Object> facts = new LinkedHashMap<>(inspection.metadata());
        CONTAINER.forEach(facts::remove);
        return facts.toString();
    }
}
