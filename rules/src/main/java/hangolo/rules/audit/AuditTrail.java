package hangolo.rules.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import hangolo.base.WholeFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;

/**
 * The file {@code audit.jsonl} of a run: one JSON object a line, described in docs/rules.md.
 *
 * <p>A line is on the disk when {@link #append} returns. A line that a crash cut short is removed when the file is opened
 * again. A resumed run that reaches a step for the second time replaces that step's line, so that every evaluation stands
 * there once. Not thread-safe.
 */
public final class AuditTrail {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path file;
    private final Map<String, String> lines = new LinkedHashMap<>();

    private AuditTrail(Path file) {
        this.file = file;
    }

    /**
     * Opens a trail, which need not exist yet, and repairs its end if a crash left half a line there.
     *
     * @throws IOException if it cannot be read, or a line before the last one is no audit line: then it is another file
     */
    public static AuditTrail open(Path file) throws IOException {
        AuditTrail trail = new AuditTrail(file);
        if (Files.exists(file)) {
            trail.load();
        }
        return trail;
    }

    /**
     * The lines of a trail, without changing the file; what a crash cut short at its end is left out.
     *
     * @throws IOException if it cannot be read, or a line is no audit line, with its number
     */
    public static List<AuditEntry> read(Path file) throws IOException {
        Map<String, AuditEntry> entries = new LinkedHashMap<>();
        read(file, wholeLines(Files.readAllBytes(file)), (entry, line) -> entries.put(entry.key(), entry));
        return List.copyOf(entries.values());
    }

    private static void read(Path file, List<String> lines, BiConsumer<AuditEntry, String> to) throws IOException {
        for (int i = 0; i < lines.size(); i++) {
            try {
                to.accept(AuditLine.read(lines.get(i)), lines.get(i));
            } catch (IllegalArgumentException e) {
                throw new IOException(
                        file + " line " + (i + 1) + " is no line of an audit trail: " + e.getMessage(), e);
            }
        }
    }

    /** How many lines it holds. */
    public int size() {
        return lines.size();
    }

    /**
     * Adds a line durably. The same question once more (same kind, phase and step) replaces its line; nothing is written if
     * only the time differs.
     *
     * @throws IOException if the disk refuses; the trail then still holds the earlier lines
     */
    public void append(AuditEntry entry) throws IOException {
        String line = JSON.writeValueAsString(AuditLine.of(entry));
        String before = lines.get(entry.key());
        if (before != null && withoutTime(before).equals(withoutTime(line))) {
            return;
        }
        if (before != null) {
            replace(entry.key(), line);
        } else {
            write(line);
        }
        lines.put(entry.key(), line);
    }

    private void load() throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        List<String> whole = wholeLines(bytes);
        try {
            read(file, whole, (entry, line) -> lines.put(entry.key(), line));
        } catch (IOException e) {
            throw new IOException(e.getMessage() + "\nMove the file away to start a new trail.", e);
        }
        boolean doubled = lines.size() < whole.size();
        boolean torn = bytes.length > 0 && bytes[bytes.length - 1] != '\n';
        if (torn || doubled) {
            rewrite(lines);
        }
    }

    private static List<String> wholeLines(byte[] bytes) {
        int end = bytes.length;
        while (end > 0 && bytes[end - 1] != '\n') {
            end--;
        }
        return new String(bytes, 0, end, StandardCharsets.UTF_8).lines().toList();
    }

    private static JsonNode withoutTime(String line) throws JsonProcessingException {
        ObjectNode node = (ObjectNode) JSON.readTree(line);
        node.remove("time");
        return node;
    }

    private void write(String line) throws IOException {
        boolean created = !Files.exists(file);
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND)) {
            long length = channel.size();
            try {
                writeAll(channel, line + "\n");
                channel.force(true);
            } catch (IOException e) {
                channel.truncate(length);
                throw e;
            }
        }
        if (created) {
            WholeFile.forceFolder(file.toAbsolutePath().getParent());
        }
    }

    private void replace(String key, String line) throws IOException {
        Map<String, String> changed = new LinkedHashMap<>(lines);
        changed.put(key, line);
        rewrite(changed);
    }

    private void rewrite(Map<String, String> content) throws IOException {
        String lines = content.values().stream().map(line -> line + "\n").collect(Collectors.joining());
        WholeFile.write(file, lines);
        WholeFile.forceFolder(file.toAbsolutePath().getParent());
    }

    private static void writeAll(FileChannel channel, String text) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }
}
