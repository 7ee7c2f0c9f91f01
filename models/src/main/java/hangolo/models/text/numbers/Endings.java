package hangolo.models.text.numbers;

import java.util.List;

/** Ordinals that are made by changing the end of a cardinal. */
final class Endings {

    private Endings() {}

    /**
     * Replaces an ending.
     *
     * @param rules each {@code ending=replacement}; the first that fits is applied
     */
    static String replaceFirst(String word, List<String> rules) {
        for (String rule : rules) {
            String ending = rule.substring(0, rule.indexOf('='));
            if (word.endsWith(ending)) {
                return word.substring(0, word.length() - ending.length()) + rule.substring(ending.length() + 1);
            }
        }
        return word;
    }
}
