package hangolo.rules.view;

import hangolo.rules.word.Word;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** What a fact can be, so that a table can be searched for gaps: which numbers or words it takes. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface FactInfo {
    /** What people call it. */
    String title();

    /** Its unit, {@code share} for one that is shown as a percentage, empty if it has none. */
    String unit() default "";

    /** Its least value. */
    double from() default Double.NEGATIVE_INFINITY;

    /** Its greatest value. */
    double to() default Double.POSITIVE_INFINITY;

    /** The distance between two values, 0 if everything between is possible; whole numbers need not say 1. */
    double step() default 0;

    /** The words it takes; {@code Word} itself if it may be any text. */
    Class<? extends Word> words() default Word.class;
}
