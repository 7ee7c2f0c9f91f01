package hangolo.models.data;

import java.nio.file.Path;

/**
 * One row of a metadata file.
 *
 * @param id unique over all sources: {@code source#path without ending}, for example {@code Blikk#wavs/0042}; a clip
 *     that is listed again gets {@code (2)}, {@code (3)}, ... behind it
 * @param audio where the sound should be; the file need not exist
 * @param text the transcript as written, without surrounding white space, possibly empty
 * @param language such as {@code hu}
 * @param source the name of its {@link DataSource}
 * @param speaker as named in the metadata, or the format's usual name
 * @param metadata the file it is listed in
 * @param row its row there, from 1
 */
public record Clip(
        String id, Path audio, String text, String language, String source, String speaker, Path metadata, int row) {

    /** Where the clip is listed, for messages. */
    public String place() {
        return metadata + " row " + row;
    }

    Clip withId(String newId) {
        return new Clip(newId, audio, text, language, source, speaker, metadata, row);
    }
}
