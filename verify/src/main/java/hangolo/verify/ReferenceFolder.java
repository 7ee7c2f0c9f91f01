package hangolo.verify;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * A folder of numbers that Coqui TTS computed: {@code manifest.json} describes every array in {@code arrays.npz} or {@code arrays/},
 * {@code json/} holds texts and structures, {@code model/}, {@code dataset/}, {@code checkpoints/} and {@code pickles/} what they
 * were computed from.
 */
public final class ReferenceFolder {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path root;
    private final JsonNode manifest;
    private final Map<String, ReferenceArray> arrays = new LinkedHashMap<>();

    private ReferenceFolder(Path root, JsonNode manifest) {
        this.root = root;
        this.manifest = manifest;
    }

    /**
     * Opens a folder.
     *
     * @throws ReferenceException if there is no manifest that lists arrays by name
     */
    public static ReferenceFolder open(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            throw new ReferenceException(folder, "there is no such folder. Name one that has a manifest.json");
        }
        Path root = folder.toAbsolutePath().normalize();
        ReferenceFolder opened = new ReferenceFolder(root, parse(root.resolve("manifest.json")));
        JsonNode list = opened.manifest.path("arrays");
        if (!list.isArray() || list.isEmpty()) {
            throw new ReferenceException(root.resolve("manifest.json"), "lists no \"arrays\"");
        }
        Map<String, byte[]> packed = packed(root.resolve("arrays.npz"));
        for (JsonNode entry : list) {
            String name = entry.path("name").asText("");
            if (name.isEmpty() || opened.arrays.put(name, new ReferenceArray(root, name, entry, packed)) != null) {
                throw new ReferenceException(
                        root.resolve("manifest.json"),
                        name.isEmpty() ? "an array has no name: " + entry : "lists " + name + " twice");
            }
        }
        return opened;
    }

    private static Map<String, byte[]> packed(Path file) throws IOException {
        Map<String, byte[]> packed = new HashMap<>();
        if (Files.isRegularFile(file)) {
            try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(file))) {
                for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                    packed.put(entry.getName(), zip.readAllBytes());
                }
            }
        }
        return packed;
    }

    /** A file or folder in it. */
    public Path path(String name) {
        return root.resolve(name);
    }

    /** All names, in the order of the manifest. */
    List<String> names() {
        return List.copyOf(arrays.keySet());
    }

    /** Names that begin so, in the order of the manifest. */
    public List<String> names(String prefix) {
        return arrays.keySet().stream().filter(name -> name.startsWith(prefix)).toList();
    }

    /**
     * The next parts of the names that begin so: {@code folders("train/")} gives {@code masking_true}, {@code resume}, ...
     */
    List<String> folders(String prefix) {
        TreeSet<String> folders = new TreeSet<>();
        for (String name : names(prefix)) {
            int slash = name.indexOf('/', prefix.length());
            if (slash > 0) {
                folders.add(name.substring(prefix.length(), slash));
            }
        }
        return List.copyOf(folders);
    }

    boolean has(String name) {
        return arrays.containsKey(name);
    }

    ReferenceArray array(String name) throws ReferenceException {
        ReferenceArray array = arrays.get(name);
        if (array == null) {
            throw new ReferenceException("manifest.json", "there is no array " + name);
        }
        return array;
    }

    /**
     * The values of an array.
     *
     * @throws ReferenceException if there is no such array, or only a sample of it
     */
    public Values values(String name) throws IOException {
        return array(name).values();
    }

    /** What the manifest says beyond the arrays. */
    JsonNode extra() {
        return manifest.path("extra");
    }

    /** A JSON file of the folder. */
    JsonNode json(String name) throws IOException {
        return parse(root.resolve(name));
    }

    static JsonNode parse(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new ReferenceException(file, "there is no such file");
        }
        try {
            JsonNode tree = JSON.readTree(Files.readString(file, StandardCharsets.UTF_8));
            if (tree.isContainerNode()) {
                return tree;
            }
            throw new ReferenceException(file, "holds no JSON object");
        } catch (JsonProcessingException e) {
            String line =
                    e.getLocation() == null ? "" : " in line " + e.getLocation().getLineNr();
            throw new ReferenceException(file, "is no valid JSON" + line + ": " + e.getOriginalMessage());
        }
    }
}
