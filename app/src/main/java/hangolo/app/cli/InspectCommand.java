package hangolo.app.cli;

import hangolo.models.weights.file.Inspection;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code hangolo inspect}. */
@Command(
        name = "inspect",
        description = {
            "Lists what is in a weight file: name, shape, type and bytes of every tensor, and everything that is no tensor.",
            "Nothing in the file is executed and no values are read."
        })
final class InspectCommand extends BaseCommand {
    private static final int LONGEST_VALUE = 200;

    @Parameters(paramLabel = "FILE", description = "PyTorch .pth (zip or legacy) or .safetensors.")
    private Path file;

    @Mixin
    private JsonOption json;

    @Override
    public Integer call() {
        Inspection inspection = Inspection.of(file);
        if (json.wanted()) {
            Json.print(out(), document(inspection));
        } else {
            print(inspection);
        }
        return ExitCode.OK;
    }

    private void print(Inspection inspection) {
        List<Inspection.Row> rows = inspection.rows();
        int width = rows.stream().mapToInt(row -> row.name().length()).max().orElse(0);
        for (Inspection.Row row : rows) {
            String shape = row.shape().stream().map(String::valueOf).collect(Collectors.joining("x", "[", "]"));
            out().printf(
                            Locale.ROOT,
                            "%-" + Math.min(Math.max(width, 1), 100) + "s  %-20s %-9s %,15d%n",
                            visible(row.name()),
                            shape,
                            row.dtype(),
                            row.bytes());
        }
        inspection.metadata().forEach((key, value) -> out().println(visible(key + ": " + value)));
        out().printf(
                        Locale.ROOT,
                        "%s: %s, %,d bytes; %d tensors of %,d bytes%n",
                        file,
                        inspection.format(),
                        inspection.fileBytes(),
                        rows.size(),
                        inspection.tensorBytes());
        out().flush();
    }

    /** A file must not be able to send control sequences to the terminal. */
    private static String visible(String text) {
        String shown = text.replaceAll("\\p{Cntrl}", "?");
        return shown.length() <= LONGEST_VALUE ? shown : shown.substring(0, LONGEST_VALUE) + "...";
    }

    private static Map<String, Object> document(Inspection inspection) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("file", inspection.file().toString());
        document.put("format", inspection.format());
        document.put("fileBytes", inspection.fileBytes());
        document.put("tensorBytes", inspection.tensorBytes());
        document.put(
                "tensors",
                inspection.rows().stream().map(InspectCommand::document).toList());
        document.put("metadata", inspection.metadata());
        return document;
    }

    private static Map<String, Object> document(Inspection.Row row) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("name", row.name());
        map.put("shape", row.shape());
        map.put("dtype", row.dtype());
        map.put("bytes", row.bytes());
        return map;
    }
}
