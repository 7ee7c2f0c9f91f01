package hangolo.rules.facts;

import java.util.OptionalDouble;
import java.util.stream.Stream;

/**
 * What a person who listened gave, each out of 10.
 *
 * @param smoothness no clicks, breaks or noise
 * @param naturalness sounds like a person
 * @param emotion carries the feeling of the text
 * @param overall the verdict; if it is missing, the mean of the others stands for it
 */
public record ListenerScores(
        OptionalDouble smoothness, OptionalDouble naturalness, OptionalDouble emotion, OptionalDouble overall) {

    /** Checks that every given score is between 0 and 10. */
    public ListenerScores {
        check("smoothness", smoothness);
        check("naturalness", naturalness);
        check("emotion", emotion);
        check("overall", overall);
    }

    /** Only the verdict. */
    public static ListenerScores overall(double score) {
        OptionalDouble none = OptionalDouble.empty();
        return new ListenerScores(none, none, none, OptionalDouble.of(score));
    }

    /** All four scores. */
    public static ListenerScores of(double smoothness, double naturalness, double emotion, double overall) {
        return new ListenerScores(
                OptionalDouble.of(smoothness),
                OptionalDouble.of(naturalness),
                OptionalDouble.of(emotion),
                OptionalDouble.of(overall));
    }

    /** The overall score, else the mean of what was given, to one decimal; empty if nothing was given. */
    public OptionalDouble quality() {
        OptionalDouble quality = overall.isPresent()
                ? overall
                : Stream.of(smoothness, naturalness, emotion)
                        .flatMapToDouble(OptionalDouble::stream)
                        .average();
        return quality.isPresent()
                ? OptionalDouble.of(SignificantDigits.toDecimals(quality.getAsDouble(), 1))
                : OptionalDouble.empty();
    }

    private static void check(String name, OptionalDouble score) {
        if (score.isPresent() && !(score.getAsDouble() >= 0 && score.getAsDouble() <= 10)) {
            throw new IllegalArgumentException("The score for " + name + " must be between 0 and 10, but is "
                    + SignificantDigits.show(score.getAsDouble()) + ".");
        }
    }
}
