package hangolo.verify;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;

/** The set of reference numbers that is part of the program, unpacked into a temporary folder that is deleted on closing. */
public final class BuiltInReference implements AutoCloseable {

    private static final String MANIFEST = "manifest.json";

    private final Path folder;

    private BuiltInReference(Path folder) {
        this.folder = folder;
    }

    /**
     * Unpacks the set and completes its weight files.
     *
     * @throws IOException if the temporary folder cannot be written
     */
    public static BuiltInReference unpack() throws IOException {
        BuiltInReference unpacked = new BuiltInReference(Files.createTempDirectory("hangolo-verify"));
        try {
            unpacked.write();
        } catch (IOException | RuntimeException e) {
            unpacked.close();
            throw e;
        }
        return unpacked;
    }

    private void write() throws IOException {
        copy(MANIFEST);
        JsonNode manifest = ReferenceFolder.parse(folder.resolve(MANIFEST));
        for (Iterator<String> files = manifest.path("files").fieldNames(); files.hasNext(); ) {
            copy(files.next());
        }
        LeftOutStorages.complete(folder, manifest);
    }

    private void copy(String name) throws IOException {
        Path target = folder.resolve(name);
        Files.createDirectories(target.getParent());
        try (InputStream resource = BuiltInReference.class.getResourceAsStream("goldens/" + name)) {
            if (resource == null) {
                throw new ReferenceException(name, "is missing in the program. Build or download it again");
            }
            Files.copy(resource, target);
        }
    }

    /** The folder, in the format of {@link ReferenceFolder}. */
    public Path folder() {
        return folder;
    }

    @Override
    public void close() throws IOException {
        List<Path> all;
        try (Stream<Path> files = Files.walk(folder)) {
            all = new ArrayList<>(files.toList());
        }
        all.sort(Comparator.reverseOrder());
        for (Path path : all) {
            Files.delete(path);
        }
    }
}
