package hangolo.audio.letters;

import hangolo.base.EditDistance;
import java.util.Locale;

/** The letters that can be spoken, and how well a sentence was read back. */
public final class Letters {
    /** Every letter with a sound, the space first. */
    public static final String ALPHABET = " abcdefghijklmnopqrstuvwxyzáéíóöőúüű";

    /** Samples of one letter at 22050 Hz: two codes of 1024, 93 ms. */
    public static final int SAMPLES = 2048;

    /** Sample rate of everything in this package, Hz. */
    public static final int SAMPLE_RATE = 22050;

    private Letters() {}

    /** The text as it is spoken: lower case, everything without a sound a space, no double or outer spaces. */
    public static String spoken(String text) {
        StringBuilder out = new StringBuilder();
        for (char c : text.toLowerCase(Locale.ROOT).toCharArray()) {
            boolean letter = c != ' ' && ALPHABET.indexOf(c) >= 0;
            if (letter) {
                out.append(c);
            } else if (out.length() > 0 && out.charAt(out.length() - 1) != ' ') {
                out.append(' ');
            }
        }
        return out.toString().strip();
    }

    /**
     * How much of a sentence was read: 1 - (edit distance / letters expected), at least 0. Letters left out, put in
     * or taken for others all count against it, so babble scores near 0 however long it is.
     *
     * @param expected the text that should have been said
     * @param heard what a reader made of the sound
     * @return 0 to 1
     */
    public static double lettersRead(String expected, String heard) {
        String wanted = spoken(expected);
        if (wanted.isEmpty()) {
            throw new IllegalArgumentException("the expected text has no letters: \"" + expected + "\"");
        }
        return Math.max(0, 1 - EditDistance.between(wanted, spoken(heard)) / (double) wanted.length());
    }
}
