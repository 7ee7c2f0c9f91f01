package hangolo.models.data;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/**
 * One of the data sets that are merged for a run.
 *
 * @param name the name people know it by, used in clip names, counts and the split; not blank
 * @param folder paths in the metadata are relative to it
 * @param format how the metadata is written
 * @param metadata the file that lists the clips
 * @param evaluationMetadata a file that lists evaluation clips, if the source brings its own; no clips are split off
 *     then
 * @param language the language of clips whose row names none, such as {@code hu}
 */
public record DataSource(
        String name,
        Path folder,
        MetadataFormat format,
        Path metadata,
        Optional<Path> evaluationMetadata,
        String language) {

    /** Checks that everything is there and that the name can be part of a clip's name. */
    public DataSource {
        Objects.requireNonNull(folder, "folder");
        Objects.requireNonNull(format, "format");
        Objects.requireNonNull(metadata, "metadata");
        Objects.requireNonNull(evaluationMetadata, "evaluationMetadata");
        if (name.isBlank() || name.contains("#")) {
            throw new IllegalArgumentException(
                    "'" + name + "' cannot name a data source: it must not be blank and not contain '#'.");
        }
        if (language.isBlank()) {
            throw new IllegalArgumentException("data source '" + name + "' has no language, for example hu.");
        }
    }

    /** A source without evaluation clips of its own; {@code metadata} is a file name inside {@code folder}. */
    public static DataSource of(String name, Path folder, MetadataFormat format, String metadata, String language) {
        return new DataSource(name, folder, format, folder.resolve(metadata), Optional.empty(), language);
    }
}
