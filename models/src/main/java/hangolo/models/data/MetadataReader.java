package hangolo.models.data;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Reads the metadata of data sources (xtts-spec.md 4.1).
 *
 * <p>More forgiving than Coqui TTS: a byte order mark, CRLF, blank lines, two columns in the LJSpeech layout and the
 * word NA are all fine. Rows are kept whether or not their sound exists: what to do about it is decided later.
 */
public final class MetadataReader {

    private static final List<String> ENDINGS = List.of(".wav", ".flac", ".mp3");

    private final DataSource source;
    private final Path file;

    private MetadataReader(DataSource source, Path file) {
        this.source = source;
        this.file = file;
    }

    /**
     * The clips of a source in the order of its metadata, with unique names.
     *
     * @throws DataException if the file is missing, not UTF-8, or not in the format of the source; it names file and
     *     row
     */
    public static List<Clip> read(DataSource source) throws DataException {
        return uniquelyNamed(new MetadataReader(source, source.metadata()).clips());
    }

    /** The evaluation clips a source brings itself; empty if it brings none. Errors as in {@link #read}. */
    public static List<Clip> readEvaluation(DataSource source) throws DataException {
        if (source.evaluationMetadata().isEmpty()) {
            return List.of();
        }
        Path file = source.evaluationMetadata().get();
        return uniquelyNamed(new MetadataReader(source, file).clips());
    }

    private List<Clip> clips() throws DataException {
        String text = MetadataText.read(file, source.name());
        boolean coqui = source.format() == MetadataFormat.COQUI;
        List<DelimitedRows.Row> rows = DelimitedRows.parse(file, text, coqui);
        if (rows.isEmpty()) {
            throw new DataException("data source '" + source.name() + "': " + file + " lists no clips.");
        }
        return coqui ? coqui(rows) : ljspeech(rows);
    }

    private List<Clip> ljspeech(List<DelimitedRows.Row> rows) throws DataException {
        List<Clip> clips = new ArrayList<>(rows.size());
        for (DelimitedRows.Row row : rows) {
            List<String> fields = row.fields();
            if (fields.size() < 2) {
                throw error(row, "found 1 column, but the ljspeech format has id|text or id|text|normalised text");
            }
            if (fields.get(0).strip().equals("audio_file")) {
                throw error(row, "this is a header of the coqui format. Set the format of this source to coqui");
            }
            boolean normalised = fields.size() > 2 && !fields.get(2).isBlank();
            Path audio = ljspeechAudio(row, fields.get(0).strip());
            clips.add(clip(row, audio, fields.get(normalised ? 2 : 1), source.language(), "ljspeech"));
        }
        return clips;
    }

    private Path ljspeechAudio(DelimitedRows.Row row, String id) throws DataException {
        if (id.isEmpty()) {
            throw error(row, "the id in column 1 is empty");
        }
        for (String ending : ENDINGS) {
            Path audio = resolve(row, "wavs/" + id + ending);
            if (Files.exists(audio)) {
                return audio;
            }
        }
        return resolve(row, "wavs/" + id + ENDINGS.get(0));
    }

    private List<Clip> coqui(List<DelimitedRows.Row> rows) throws DataException {
        Columns columns = new Columns(rows.get(0));
        List<Clip> clips = new ArrayList<>(rows.size());
        for (DelimitedRows.Row row : rows.subList(1, rows.size())) {
            if (row.fields().size() != columns.count()) {
                throw error(row, "found " + row.fields().size() + " columns, but the header has " + columns.count());
            }
            String audio = columns.value(row, "audio_file", "");
            if (audio.isEmpty()) {
                throw error(row, "audio_file is empty");
            }
            String language = columns.value(row, "language", source.language());
            String speaker = columns.value(row, "speaker_name", "coqui");
            clips.add(clip(row, resolve(row, audio), columns.value(row, "text", ""), language, speaker));
        }
        if (clips.isEmpty()) {
            throw new DataException("data source '" + source.name() + "': " + file + " has a header but no clips.");
        }
        return clips;
    }

    /** The header of a Coqui file: which column holds what. */
    private final class Columns {
        private final Map<String, Integer> index = new HashMap<>();
        private final int count;

        Columns(DelimitedRows.Row header) throws DataException {
            count = header.fields().size();
            for (int i = 0; i < count; i++) {
                index.put(header.fields().get(i).strip().toLowerCase(Locale.ROOT), i);
            }
            for (String needed : List.of("audio_file", "text")) {
                if (!index.containsKey(needed)) {
                    throw error(
                            header,
                            "the header of the coqui format needs a column " + needed + ", found "
                                    + String.join("|", header.fields())
                                    + ". Maybe the format of this source is ljspeech");
                }
            }
        }

        int count() {
            return count;
        }

        /** The stripped value, or {@code otherwise} where the column is missing or empty. */
        String value(DelimitedRows.Row row, String column, String otherwise) {
            Integer at = index.get(column);
            String found = at == null ? "" : row.fields().get(at).strip();
            return found.isEmpty() ? otherwise : found;
        }
    }

    private Clip clip(DelimitedRows.Row row, Path audio, String text, String language, String speaker) {
        String id = source.name() + "#" + relativeName(audio);
        return new Clip(id, audio, text.strip(), language, source.name(), speaker, file, row.number());
    }

    private Path resolve(DelimitedRows.Row row, String name) throws DataException {
        try {
            return source.folder().resolve(name.replace('\\', '/')).normalize();
        } catch (InvalidPathException e) {
            throw error(row, "'" + name + "' cannot be the name of a file (" + e.getReason() + ")");
        }
    }

    private String relativeName(Path audio) {
        Path folder = source.folder().normalize();
        Path shown = audio.startsWith(folder) ? folder.relativize(audio) : audio;
        String name = shown.toString().replace('\\', '/');
        int dot = name.lastIndexOf('.');
        return dot > name.lastIndexOf('/') + 1 ? name.substring(0, dot) : name;
    }

    private DataException error(DelimitedRows.Row row, String what) {
        return new DataException(file + " row " + row.number() + ": " + what + ".");
    }

    private static List<Clip> uniquelyNamed(List<Clip> clips) {
        Map<String, Integer> seen = new HashMap<>();
        List<Clip> named = new ArrayList<>(clips.size());
        for (Clip clip : clips) {
            int times = seen.merge(clip.id(), 1, Integer::sum);
            named.add(times == 1 ? clip : clip.withId(clip.id() + " (" + times + ")"));
        }
        return named;
    }
}
