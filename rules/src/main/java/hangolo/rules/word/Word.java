package hangolo.rules.word;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** An enum constant that rule files and JSON write as a word. */
public interface Word {
    /** The constant's own name. */
    String name();

    /** The word that is written: the name in lower case, with spaces. */
    default String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /** The words of a type, in the order of its constants; none for {@code Word} itself. */
    static List<String> all(Class<? extends Word> type) {
        return type.isEnum()
                ? Arrays.stream(type.getEnumConstants()).map(Word::word).toList()
                : List.of();
    }

    /**
     * The constant that is written as a word.
     *
     * @throws IllegalArgumentException if there is none
     */
    static <W extends Enum<W> & Word> W parse(Class<W> type, String word) {
        return Stream.of(type.getEnumConstants())
                .filter(constant -> constant.word().equals(word))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException("'" + word + "' is not one of " + String.join(", ", all(type))));
    }
}
