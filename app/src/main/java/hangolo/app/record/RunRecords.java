package hangolo.app.record;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import hangolo.base.WholeFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads and writes {@code run.json}. */
public final class RunRecords {

    /** The file's name in a run folder. */
    public static final String FILE = "run.json";

    private static final ObjectMapper JSON = JsonMapper.builder()
            .addModule(new Jdk8Module())
            .enable(SerializationFeature.INDENT_OUTPUT)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private RunRecords() {}

    /** Whether a folder holds the record of a run. */
    public static boolean existIn(Path folder) {
        return Files.isRegularFile(folder.resolve(FILE));
    }

    /** The record of a run folder; a {@link RecordException} says what is wrong with it. */
    public static RunRecord read(Path folder) {
        Path file = folder.resolve(FILE);
        if (!Files.isRegularFile(file)) {
            throw new RecordException(
                    "There is no " + FILE + " in " + folder
                            + ".\nMaybe this is not a run folder of this program; it is named like XTTS_Combined_Phase2_<timestamp>.");
        }
        try {
            RunRecord run = JSON.readValue(Files.readString(file, StandardCharsets.UTF_8), RunRecord.class);
            if (run == null) {
                throw new RecordException(file + " holds nothing. Is it the record of a run?");
            }
            if (run.version() != RunRecord.VERSION) {
                throw new RecordException(file + " has version " + run.version() + ", this program reads version "
                        + RunRecord.VERSION + ".");
            }
            return run;
        } catch (JsonProcessingException e) {
            throw new RecordException(file + " cannot be read: " + e.getOriginalMessage() + " (line "
                    + (e.getLocation() == null ? "?" : e.getLocation().getLineNr()) + ").");
        } catch (CharacterCodingException e) {
            throw new RecordException(file + " cannot be read: it is not UTF-8 text.");
        } catch (IOException e) {
            throw new RecordException(file + " cannot be read: " + e.getMessage());
        }
    }

    /** Writes the record into a run folder. */
    public static void write(Path folder, RunRecord run) {
        try {
            WholeFile.write(folder.resolve(FILE), JSON.writeValueAsString(run));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a run record that cannot be written: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
