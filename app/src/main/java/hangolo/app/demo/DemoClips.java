package hangolo.app.demo;

import hangolo.audio.AudioClip;
import hangolo.audio.WavWriter;
import hangolo.audio.letters.LetterVoice;
import hangolo.base.ParallelLoop;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * The demo's data set: two sources with a voice each, as in the reference run (Milliomos 80 clips, Blikk 231). The clips are
 * spoken anew from their sentences, always with the same samples, so that they need not be shipped.
 */
final class DemoClips {

    /** The voices of the sources, in order: one higher and one lower than any that the base model knows. */
    private static final List<LetterVoice> VOICES =
            List.of(new LetterVoice("Milliomos", 216, -4, 1.03), new LetterVoice("Blikk", 84, 4, 0.97));

    /** The sources, in order. */
    static final List<String> SOURCES = VOICES.stream().map(LetterVoice::name).toList();

    /** Language of all sentences. */
    static final String LANGUAGE = "hu";

    /** Sentences that no training sees; they are spoken and read back. */
    static final String HELD_OUT = "held-out";

    private static final long REFERENCE_SEED = 1_000_000;

    private DemoClips() {}

    /** One clip of a source. */
    record Spoken(String id, String text, AudioClip sound) {}

    /** The voices of all sources. */
    static List<LetterVoice> voices() {
        return VOICES;
    }

    /** All clips of a source. */
    static List<Spoken> clips(String source) {
        List<String> sentences = DemoFiles.sentences(source);
        return IntStream.range(0, sentences.size())
                .parallel()
                .mapToObj(i -> spoken(source, sentences, i))
                .toList();
    }

    private static Spoken spoken(String source, List<String> sentences, int i) {
        LetterVoice voice = VOICES.get(SOURCES.indexOf(source));
        return new Spoken(id(source, i), sentences.get(i), voice.say(sentences.get(i), i + 1));
    }

    private static String id(String source, int i) {
        return String.format(Locale.ROOT, "%s_%03d", source.toLowerCase(Locale.ROOT), i + 1);
    }

    /**
     * Writes all sources below a folder, in the LJSpeech layout, some clips at a time. They are not forced to disk one by one: after
     * a power failure they are spoken again.
     */
    static void write(Path folder) throws IOException {
        for (String source : SOURCES) {
            Path wavs = folder.resolve(source).resolve("wavs");
            Files.createDirectories(wavs);
            List<String> sentences = DemoFiles.sentences(source);
            StringBuilder metadata = new StringBuilder();
            ParallelLoop.run(sentences.size(), i -> {
                Spoken clip = spoken(source, sentences, i);
                Files.write(wavs.resolve(clip.id() + ".wav"), WavWriter.bytes(clip.sound()));
            });
            for (int i = 0; i < sentences.size(); i++) {
                metadata.append(String.join("|", id(source, i), sentences.get(i), sentences.get(i)))
                        .append('\n');
            }
            Files.writeString(folder.resolve(source).resolve("metadata.csv"), metadata, StandardCharsets.UTF_8);
        }
    }

    /** A clip of the first voice that is in no data set: the reference of all test sentences. */
    static AudioClip reference() {
        return voices().get(0).say(DemoFiles.sentences(HELD_OUT).get(0), REFERENCE_SEED);
    }
}
