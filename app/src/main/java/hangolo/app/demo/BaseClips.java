package hangolo.app.demo;

import hangolo.audio.letters.LetterVoice;
import hangolo.audio.letters.Letters;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The training data of the base model: other voices that say random letters. As letters cannot be predicted from the previous
 * ones, the model must learn to read the text.
 */
final class BaseClips {

    private static final List<LetterVoice> VOICES = Stream.of(
                    "Alma", "Berta", "Cili", "Dani", "Edit", "Feri", "Gabi", "Huba", "Irma", "Jani", "Kata", "Laci")
            .map(LetterVoice::of)
            .toList();
    private static final int SHORTEST = 8;
    private static final int LONGEST = 24;
    private static final double SPACES = 1.0 / 6;

    private BaseClips() {}

    /** A number of clips; the same seed gives the same clips. */
    static Stream<DemoClips.Spoken> some(int count, long seed) {
        return IntStream.range(0, count).mapToObj(i -> {
            String text = text(new SplittableRandom(seed * 1_000_003 + i));
            return new DemoClips.Spoken(
                    "base_" + i, text, VOICES.get(i % VOICES.size()).say(text, seed + i));
        });
    }

    private static String text(SplittableRandom random) {
        String letters = Letters.ALPHABET.strip();
        int length = random.nextInt(SHORTEST, LONGEST + 1);
        StringBuilder text = new StringBuilder();
        while (text.length() < length) {
            boolean inside = text.length() > 0 && text.length() < length - 1;
            boolean space = inside && text.charAt(text.length() - 1) != ' ' && random.nextDouble() < SPACES;
            text.append(space ? ' ' : letters.charAt(random.nextInt(letters.length())));
        }
        return text.toString();
    }
}
