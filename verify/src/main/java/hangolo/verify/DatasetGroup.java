package hangolo.verify;

import com.fasterxml.jackson.databind.JsonNode;
import hangolo.audio.AudioClip;
import hangolo.audio.AudioReader;
import hangolo.models.data.Clip;
import hangolo.models.data.DataSource;
import hangolo.models.data.MetadataFormat;
import hangolo.models.data.MetadataReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What metadata files list and sound files hold. This program lists more where Coqui TTS loses clips: behind a byte order
 * mark, with two columns, the word NA, and in Coqui's layout a file that is missing (kept, and reported later).
 */
final class DatasetGroup implements Group {

    private static final String EXPECTED = "json/dataset_expected.json";
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    /** Words that the table reader of Coqui TTS takes for missing values. */
    private static final Set<String> MISSING = Set.of(
            "",
            "#N/A",
            "#N/A N/A",
            "#NA",
            "-NaN",
            "-nan",
            "<NA>",
            "N/A",
            "NA",
            "NULL",
            "NaN",
            "None",
            "n/a",
            "nan",
            "null");

    @Override
    public String name() {
        return "dataset";
    }

    @Override
    public boolean owns(String array) {
        return false;
    }

    @Override
    public void check(GroupContext context, Checks checks) throws IOException {
        JsonNode expected = context.folder().json(EXPECTED);
        for (JsonNode list : expected.path("metadata")) {
            String name = list.path("metadata").asText();
            checks.attempt(name, () -> metadata(context.folder(), checks, name, list));
        }
        for (JsonNode sound : expected.path("audio")) {
            String name = sound.path("file").asText();
            if (!sound.has("error")) {
                checks.attempt(name, () -> sound(context, checks, name, sound));
            }
        }
        checks.holds(EXPECTED, !expected.path("metadata").isEmpty(), "describes no metadata files");
    }

    private static void metadata(ReferenceFolder folder, Checks checks, String name, JsonNode expected)
            throws IOException {
        DataSource source = new DataSource(
                "reference",
                folder.path("dataset"),
                MetadataFormat.of(expected.path("formatter").asText()),
                folder.path(name),
                Optional.empty(),
                "en");
        List<Clip> clips = new ArrayList<>(MetadataReader.read(source));
        if (expected.has("error")) {
            checks.holds(name, !clips.isEmpty(), "lists no clips");
            return;
        }
        if (source.format() == MetadataFormat.COQUI) {
            clips.removeIf(clip -> !Files.exists(clip.audio()));
        }
        JsonNode items = expected.path("items");
        checks.equal(name + " clips", items.size(), clips.size());
        for (int i = 0; i < Math.min(items.size(), clips.size()); i++) {
            clip(folder, checks, name + " clip " + (i + 1), items.get(i), clips.get(i));
        }
    }

    private static void clip(ReferenceFolder folder, Checks checks, String where, JsonNode item, Clip clip) {
        JsonNode text = item.path("text");
        if (text.isNull()) {
            checks.holds(
                    where + " text",
                    MISSING.contains(clip.text()),
                    "is \"" + clip.text() + "\", expected a missing one");
        } else {
            checks.equal(where + " text", text.asText().strip(), clip.text());
        }
        checks.equal(where + " speaker", item.path("speaker_name").asText(), clip.speaker());
        Path audio = folder.path(item.path("audio_file").asText().replace(BYTE_ORDER_MARK, ""));
        checks.equal(where + " file", audio.normalize(), clip.audio());
    }

    private static void sound(GroupContext context, Checks checks, String name, JsonNode expected) throws IOException {
        AudioClip clip = AudioReader.read(context.folder().path(name));
        checks.equal(name + " sample_rate", expected.path("sample_rate").asInt(), clip.sampleRate());
        checks.equal(name + " samples", expected.path("samples").asInt(), clip.length());
        checks.equal(
                name + " samples_after_load",
                expected.path("samples_after_load").asInt(),
                context.clip(context.folder().path(name)).length());
    }
}
