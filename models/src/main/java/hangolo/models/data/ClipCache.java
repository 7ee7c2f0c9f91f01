package hangolo.models.data;

import hangolo.audio.AudioClip;
import hangolo.audio.AudioReader;
import hangolo.audio.MelConfig;
import hangolo.audio.MelExtractor;
import hangolo.audio.MelSpectrogram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** Prepared clips on disk, found by the hash of everything that decides about them. Used by several threads. */
final class ClipCache {

    private final Path folder;
    private final DataSettings settings;
    private final Encoders encoders;
    private final MelExtractor mel;
    /** A backend runs one pass at a time. */
    private final Object backend = new Object();

    private final AtomicInteger damaged = new AtomicInteger();

    ClipCache(Path folder, DataSettings settings, Encoders encoders) {
        this.folder = folder;
        this.settings = settings;
        this.encoders = encoders;
        this.mel = new MelExtractor(MelConfig.DVAE);
        if (settings.sampleRate() != MelConfig.DVAE.sampleRate()) {
            throw new IllegalArgumentException("the DVAE hears " + MelConfig.DVAE.sampleRate()
                    + " Hz, but the data is prepared at " + settings.sampleRate() + " Hz.");
        }
    }

    /** Entries that were found, but damaged or of another version. */
    int damaged() {
        return damaged.get();
    }

    /** The key of a clip. Texts count as tokens: cleaners and vocabulary need no version then. */
    String key(Clip clip, int[] text) throws IOException {
        return new ContentHash()
                .numbers(ClipFile.VERSION, settings.sampleRate(), encoders.codeStride())
                .file(clip.audio())
                .numbers(text)
                .text(encoders.version())
                .numbers(encoders.melStats())
                .text(MelConfig.DVAE.toString())
                .hex();
    }

    /** The clip as it was prepared before, if it was. */
    Optional<PreparedClip> find(Clip clip, String key) throws IOException {
        Path file = file(key);
        Optional<ClipFile.Entry> entry = ClipFile.read(file, key);
        if (entry.isEmpty()) {
            damaged.addAndGet(Files.exists(file) ? 1 : 0);
            return Optional.empty();
        }
        ClipFile.Entry e = entry.get();
        return Optional.of(new PreparedClip(clip, file, key, e.samples(), e.text(), e.codes()));
    }

    /** Makes the folder if it is missing: before anything is prepared, not before everything is checked. */
    void makeFolder() throws DataException {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new DataException(
                    "the folder for prepared clips " + folder + " cannot be made: " + e.getMessage(), e);
        }
    }

    /** Decodes the sound, extracts the codes and keeps both. */
    PreparedClip prepare(ClipCheck.Passed passed) throws IOException {
        AudioClip audio = AudioReader.load(passed.clip().audio(), settings.sampleRate());
        int[] codes = codes(passed.clip(), audio);
        Path file = file(passed.key());
        ClipFile.write(file, passed.key(), audio.samples(), passed.text(), codes);
        return new PreparedClip(passed.clip(), file, passed.key(), audio.length(), passed.text(), codes);
    }

    private int[] codes(Clip clip, AudioClip audio) {
        MelSpectrogram normalised = mel.normalised(audio, encoders.melStats());
        int[] codes;
        synchronized (backend) {
            codes = encoders.codes().codes(normalised);
        }
        int wanted = (audio.length() + encoders.codeStride() - 1) / encoders.codeStride();
        if (codes.length < wanted) {
            throw new IllegalStateException("%s: %d samples need %d audio codes of %d samples, but the DVAE gave %d."
                    .formatted(clip.id(), audio.length(), wanted, encoders.codeStride(), codes.length));
        }
        return Arrays.copyOf(codes, wanted);
    }

    private Path file(String key) {
        return folder.resolve(key + ".clip");
    }
}
