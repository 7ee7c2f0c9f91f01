package hangolo.models.data;

import hangolo.audio.AudioReader;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Decides whether a clip can be trained with (xtts-spec.md 4.2, {@code load_item}), and says why not. */
final class ClipCheck {

    /** A clip has passed, or is left out. */
    sealed interface Outcome {
        /** The clip as listed. */
        Clip clip();
    }

    /**
     * A clip to train with.
     *
     * @param prepared what the cache already has of it
     */
    record Passed(Clip clip, String key, int samples, int[] text, Optional<PreparedClip> prepared) implements Outcome {}

    /** A clip that is left out. */
    record Refused(RejectedClip leftOut) implements Outcome {
        @Override
        public Clip clip() {
            return leftOut.clip();
        }
    }

    /** Leaves a check early. */
    private static final class Refusal extends Exception {
        private static final long serialVersionUID = 1L;
        private final RejectReason reason;

        Refusal(RejectReason reason, String detail) {
            super(detail);
            this.reason = reason;
        }
    }

    /** No sound file needs more for a second: eight channels of 32 bits at 192 kHz. */
    private static final long MOST_BYTES_A_SECOND = 8 * 4 * 192_000;

    private final DataSettings settings;
    private final TextEncoder encoder;
    private final Optional<ClipCache> cache;

    /** Without a cache, every clip is decoded. */
    ClipCheck(DataSettings settings, TextEncoder encoder, Optional<ClipCache> cache) {
        this.settings = settings;
        this.encoder = encoder;
        this.cache = cache;
    }

    /** Reads the whole clip, but keeps only its figures. */
    Outcome check(Clip clip) throws IOException {
        try {
            if (!Files.isRegularFile(clip.audio())) {
                throw new Refusal(RejectReason.MISSING_FILE, clip.audio() + ", listed in " + clip.place());
            }
            int[] text = text(clip);
            requirePossibleSize(clip);
            String key = cache.isPresent() ? cache.get().key(clip, text) : "";
            Optional<PreparedClip> prepared = cache.isPresent() ? cache.get().find(clip, key) : Optional.empty();
            int samples = prepared.isPresent() ? prepared.get().samples() : decoded(clip).length;
            requireLength(samples);
            return new Passed(clip, key, samples, text, prepared);
        } catch (Refusal refusal) {
            return new Refused(new RejectedClip(clip, refusal.reason, refusal.getMessage()));
        }
    }

    private float[] decoded(Clip clip) throws Refusal {
        float[] samples;
        try {
            samples = AudioReader.load(clip.audio(), settings.sampleRate()).samples();
        } catch (IOException | RuntimeException e) {
            throw new Refusal(RejectReason.UNREADABLE_AUDIO, String.valueOf(e.getMessage()));
        }
        for (int i = 0; i < samples.length; i++) {
            if (!Float.isFinite(samples[i])) {
                throw new Refusal(RejectReason.UNREADABLE_AUDIO, clip.audio() + " is not a number at sample " + i);
            }
        }
        return samples;
    }

    /** Keeps recordings of hours from being decoded only to be refused. */
    private void requirePossibleSize(Clip clip) throws Refusal, IOException {
        long bytes = Files.size(clip.audio());
        long most = settings.mostSamples() * MOST_BYTES_A_SECOND / settings.sampleRate() + (1 << 20);
        if (bytes > most) {
            throw new Refusal(
                    RejectReason.TOO_LONG,
                    "a file of " + (bytes >> 20) + " MB is longer than the most allowed, "
                            + settings.seconds(settings.mostSamples()));
        }
        if (bytes == 0) {
            throw new Refusal(RejectReason.EMPTY_AUDIO, clip.audio() + " has 0 bytes");
        }
    }

    private void requireLength(int samples) throws Refusal {
        if (samples == 0) {
            throw new Refusal(RejectReason.EMPTY_AUDIO, "no samples");
        }
        if (samples < settings.fewestSamples()) {
            throw new Refusal(
                    RejectReason.TOO_SHORT,
                    settings.seconds(samples) + ", at least " + settings.seconds(settings.fewestSamples()));
        }
        if (samples > settings.mostSamples()) {
            throw new Refusal(
                    RejectReason.TOO_LONG,
                    settings.seconds(samples) + ", at most " + settings.seconds(settings.mostSamples()));
        }
    }

    private int[] text(Clip clip) throws Refusal {
        if (clip.text().isBlank()) {
            throw new Refusal(RejectReason.EMPTY_TEXT, clip.place());
        }
        int[] tokens = encoded(clip.text(), clip.language());
        if (Arrays.equals(tokens, encoded("", clip.language()))) {
            throw new Refusal(RejectReason.EMPTY_TEXT, "nothing is left of '" + clip.text() + "' after cleaning");
        }
        if (contains(tokens, encoder.unknownToken())) {
            throw new Refusal(RejectReason.UNKNOWN_CHARACTERS, unknown(clip));
        }
        if (contains(tokens, encoder.stopToken())) {
            throw new Refusal(RejectReason.TEXT_REFUSED, "the text contains the stop token: '" + clip.text() + "'");
        }
        if (tokens.length > settings.mostTextTokens()) {
            throw new Refusal(
                    RejectReason.TEXT_TOO_LONG, tokens.length + " tokens, at most " + settings.mostTextTokens());
        }
        return tokens;
    }

    private int[] encoded(String text, String language) throws Refusal {
        try {
            return encoder.encode(text, language);
        } catch (IllegalArgumentException e) {
            throw new Refusal(RejectReason.TEXT_REFUSED, String.valueOf(e.getMessage()));
        }
    }

    /** Names the characters that are unknown on their own. */
    private String unknown(Clip clip) throws Refusal {
        List<String> characters = clip.text()
                .codePoints()
                .distinct()
                .filter(c -> !Character.isWhitespace(c))
                .mapToObj(Character::toString)
                .toList();
        StringBuilder named = new StringBuilder();
        for (String character : characters) {
            if (contains(encoded(character, clip.language()), encoder.unknownToken())) {
                named.append(named.isEmpty() ? "" : " ").append(shown(character));
            }
        }
        return named.isEmpty() ? "after cleaning, in '" + clip.text() + "'" : named.toString();
    }

    private static String shown(String character) {
        String code =
                character.codePoints().mapToObj(c -> "U+%04X".formatted(c)).collect(Collectors.joining("+"));
        return "'" + character + "' (" + code + ")";
    }

    private static boolean contains(int[] tokens, int wanted) {
        for (int token : tokens) {
            if (token == wanted) {
                return true;
            }
        }
        return false;
    }
}
