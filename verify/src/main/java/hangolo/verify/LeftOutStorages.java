package hangolo.verify;

import com.fasterxml.jackson.databind.JsonNode;
import hangolo.engine.Backend;
import hangolo.engine.ParameterStore;
import hangolo.engine.ParameterStore.Role;
import hangolo.engine.cpu.CpuBackend;
import hangolo.models.weights.file.WeightFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Enumeration;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * Completes weight files whose larger storages were left out of the compact set, so that they are what PyTorch wrote. The manifest
 * says of each storage where its values come from: {@code model/model.pth NAME} is a tensor of that file; {@code weight NAME},
 * {@code first_moment NAME} and {@code second_moment NAME} are the state of a parameter after {@code own_steps} optimizer steps, which
 * Hangolo takes on the CPU in fp32. That these agree with Coqui's is for the group {@code optimizer} to say.
 */
final class LeftOutStorages implements AutoCloseable {

    private static final Map<String, Role> ROLES =
            Map.of("weight", Role.WEIGHT, "first_moment", Role.FIRST_MOMENT, "second_moment", Role.SECOND_MOMENT);

    private final Path folder;
    private final Backend cpu = new CpuBackend(1);
    private final ReferenceStep trained;

    private LeftOutStorages(ReferenceFolder reference, int steps) throws IOException {
        this.folder = reference.path("");
        try (GroupContext context = new GroupContext(reference, cpu)) {
            OptimizerGroup.Settings settings =
                    OptimizerGroup.Settings.of(reference.extra().path("optimizer_groups"));
            trained = ReferenceStep.of(
                    new ReferenceBatch(context, ReferenceBatch.TRUE), context.trainable(Optional.empty()));
            for (int step = 1; step <= steps; step++) {
                trained.gradients();
                trained.model().parameters().update(settings.adamW(), step, settings.rate());
            }
        }
    }

    /** Completes all files that the manifest names, in their places. */
    static void complete(Path folder, JsonNode manifest) throws IOException {
        ReferenceFolder reference = ReferenceFolder.open(folder);
        try (LeftOutStorages storages =
                new LeftOutStorages(reference, manifest.path("own_steps").asInt())) {
            for (Map.Entry<String, JsonNode> file : manifest.path("left_out").properties()) {
                storages.fill(folder.resolve(file.getKey()), file.getValue());
            }
        }
    }

    private void fill(Path file, JsonNode sources) throws IOException {
        Path whole = Files.createTempFile(folder, "whole", ".pth");
        try (ZipFile kept = new ZipFile(file.toFile());
                ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(whole))) {
            for (Enumeration<? extends ZipEntry> entries = kept.entries(); entries.hasMoreElements(); ) {
                ZipEntry entry = entries.nextElement();
                write(zip, entry.getName(), kept.getInputStream(entry).readAllBytes());
            }
            for (Map.Entry<String, JsonNode> source : sources.properties()) {
                String[] words = source.getValue().asText().split(" ");
                write(zip, source.getKey(), bytes(values(words[0], words[1])));
            }
        }
        Files.move(whole, file, StandardCopyOption.REPLACE_EXISTING);
    }

    private float[] values(String place, String name) {
        if (ROLES.containsKey(place)) {
            ParameterStore parameters = trained.model().parameters();
            return parameters.values(name, ROLES.get(place));
        }
        try (WeightFile file = WeightFile.open(folder.resolve(place))) {
            return file.tensor(name).floats();
        }
    }

    private static byte[] bytes(float... values) {
        ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * values.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        return bytes.array();
    }

    private static void write(ZipOutputStream zip, String name, byte[] content) throws IOException {
        zip.setLevel(0);
        zip.putNextEntry(new ZipEntry(name));
        zip.write(content);
        zip.closeEntry();
    }

    @Override
    public void close() {
        trained.close();
        cpu.close();
    }
}
