package hangolo.rules.explain;

import hangolo.rules.audit.Firing;
import java.util.LinkedHashMap;
import java.util.Map;

/** Explanations as plain values, for JSON. */
final class Maps {
    private Maps() {}

    static Map<String, Object> of(Explanation explanation) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("fired", explanation.fired().stream().map(Maps::of).toList());
        map.put("lost", explanation.lost().stream().map(Maps::of).toList());
        map.put("silent", explanation.silent().stream().map(Maps::of).toList());
        map.put("unread", explanation.unread());
        return map;
    }

    private static Map<String, Object> of(Firing firing) {
        Map<String, Object> map = place(firing.rule(), firing.file(), firing.row());
        map.put("hash", firing.hash());
        map.put("text", firing.text());
        map.put("facts", firing.facts());
        return map;
    }

    private static Map<String, Object> of(Explanation.Lost lost) {
        Map<String, Object> map = place(lost.rule(), lost.file(), lost.row());
        map.put("by", lost.by());
        map.put("text", lost.text());
        return map;
    }

    static Map<String, Object> of(Explanation.Silent silent) {
        Map<String, Object> map = place(silent.rule(), silent.file(), silent.row());
        map.put("hash", silent.hash());
        if (!silent.about().isEmpty()) {
            map.put("sentence", silent.about());
        }
        map.put("near", silent.near());
        map.put("failed", silent.failed().stream().map(Maps::of).toList());
        return map;
    }

    private static Map<String, Object> of(FailedCondition failure) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("fact", failure.condition().fact());
        map.put("needed", failure.needed());
        map.put("found", failure.found().orElse(null));
        map.put("distance", failure.distance().isPresent() ? failure.distance().getAsDouble() : null);
        map.put("text", failure.text());
        return map;
    }

    private static Map<String, Object> place(String rule, String file, int row) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("rule", rule);
        map.put("file", file);
        map.put("row", row);
        return map;
    }
}
