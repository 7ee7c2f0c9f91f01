package hangolo.rules.explain;

import hangolo.rules.audit.Firing;
import hangolo.rules.facts.PlainValues;
import hangolo.rules.facts.ToMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Why the rules said what they said: what fired, what fired but did not decide, and what did not fire and why.
 *
 * @param fired every rule that fired, as it was recorded, without the rows that only set a limit
 * @param lost rules that fired but were overruled by another one
 * @param silent rules that were asked and did not fire, the nearest first
 * @param unread rules whose conditions cannot be evaluated alone: DRL rules with more than plain comparisons
 */
public record Explanation(List<Firing> fired, List<Lost> lost, List<Silent> silent, List<String> unread)
        implements ToMap {

    /** A rule that fired and was overruled. */
    public record Lost(String rule, String file, int row, String by, String text) {}

    /**
     * A rule that did not fire.
     *
     * @param rule its stable name
     * @param file the rule file it stands in
     * @param row the spreadsheet's row, or the line in a DRL file, from 1
     * @param hash the version of that file
     * @param about the test sentence it was asked about, empty for all else
     * @param failed the conditions that did not hold
     */
    public record Silent(String rule, String file, int row, String hash, String about, List<FailedCondition> failed)
            implements ToMap {
        /** Whether a single condition stood in the way. */
        public boolean near() {
            return failed.size() == 1;
        }

        /** Whether a single value stood in the way, so that one can say how near it was. */
        public boolean byValue() {
            return near() && failed.get(0).distance().isPresent();
        }

        /** All reasons in one text. */
        public String text() {
            return String.join("; ", failed.stream().map(FailedCondition::text).toList());
        }

        @Override
        public Map<String, Object> toMap() {
            Map<String, Object> map = PlainValues.of(this);
            map.keySet().removeAll(Set.of("about", "failed"));
            if (!about.isEmpty()) {
                map.put("sentence", about);
            }
            map.put("near", near());
            map.put("failed", PlainValues.of(failed));
            return map;
        }
    }

    /** Copies the lists. */
    public Explanation {
        fired = List.copyOf(fired);
        lost = List.copyOf(lost);
        silent = List.copyOf(silent);
        unread = List.copyOf(unread);
    }

    /** The same, with nothing but one rule. */
    public Explanation of(String rule) {
        return new Explanation(
                fired.stream().filter(firing -> firing.rule().equals(rule)).toList(),
                lost.stream().filter(loser -> loser.rule().equals(rule)).toList(),
                silent.stream().filter(other -> other.rule().equals(rule)).toList(),
                unread.stream().filter(rule::equals).toList());
    }

    /** The names of all rules it speaks of. */
    public List<String> names() {
        return Stream.of(fired.stream().map(Firing::rule), silent.stream().map(Silent::rule), unread.stream())
                .flatMap(names -> names)
                .distinct()
                .sorted()
                .toList();
    }

    /** Whether it says nothing. */
    public boolean isEmpty() {
        return fired.isEmpty() && lost.isEmpty() && silent.isEmpty() && unread.isEmpty();
    }
}
