package hangolo.models.data;

import java.util.Locale;

/** How a metadata file lists its clips (xtts-spec.md 4.1). */
public enum MetadataFormat {
    /** {@code id|raw text|normalised text}, no header, no quotes; the sound is {@code wavs/<id>.wav}. */
    LJSPEECH,
    /** A header that names {@code audio_file} and {@code text}, fields separated by {@code |} and quoted as in CSV. */
    COQUI;

    /**
     * The format of that name in any case.
     *
     * @throws IllegalArgumentException naming the formats there are
     */
    public static MetadataFormat of(String name) {
        for (MetadataFormat format : values()) {
            if (format.id().equals(name.strip().toLowerCase(Locale.ROOT))) {
                return format;
            }
        }
        throw new IllegalArgumentException("unknown metadata format '" + name + "'. Known formats: ljspeech, coqui.");
    }

    /** The name as it is written in a configuration: lower case. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
