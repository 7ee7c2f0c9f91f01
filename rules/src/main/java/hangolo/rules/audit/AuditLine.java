package hangolo.rules.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import hangolo.rules.facts.AudioFacts;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** A line of the audit trail as JSON: see docs/rules.md. Lines of version 1 lack near misses, views, limits and audio. */
final class AuditLine {
    static final int VERSION = 2;

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SENTENCE = "sentence";

    private AuditLine() {}

    static Map<String, Object> of(AuditEntry entry) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("v", VERSION);
        map.put("kind", entry.kind());
        map.put("time", entry.time().toString());
        map.put("phase", entry.phase());
        map.put("step", entry.step());
        map.put("rules", entry.ruleHash());
        map.put("facts", plain(entry.facts()));
        map.put("fired", entry.fired().stream().map(AuditLine::of).toList());
        map.put("near", entry.near().stream().map(AuditLine::of).toList());
        map.put("views", entry.basis().asked().stream().map(AuditLine::of).toList());
        map.put("limits", entry.basis().limits());
        map.put("audio", entry.basis().audio().stream().map(AuditLine::of).toList());
        map.put("conclusion", plain(entry.conclusion()));
        map.put("action", entry.actionTaken());
        return map;
    }

    private static Map<String, Object> of(Firing firing) {
        Map<String, Object> map = place(firing.rule(), firing.file(), firing.row(), firing.hash());
        map.put("text", firing.text());
        map.put("facts", plain(firing.facts()));
        return map;
    }

    private static Map<String, Object> of(NearMiss miss) {
        Map<String, Object> map = place(miss.rule(), miss.file(), miss.row(), miss.hash());
        map.put("fact", miss.fact());
        map.put("needed", miss.needed());
        map.put("found", miss.found().orElse(null));
        map.put("distance", miss.distance().isPresent() ? miss.distance().getAsDouble() : null);
        map.put("text", miss.text());
        return map;
    }

    private static Map<String, Object> place(String rule, String file, int row, String hash) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("rule", rule);
        map.put("file", file);
        map.put("row", row);
        map.put("hash", hash);
        return map;
    }

    private static Map<String, Object> of(FactQuery asked) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("view", asked.view());
        map.put("facts", plain(asked.facts()));
        return map;
    }

    private static Map<String, Object> of(AudioFacts audio) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put(SENTENCE, audio.sentence());
        map.putAll(audio.toMap());
        return map;
    }

    /** JSON has no NaN: a number that is not finite becomes a text. */
    private static Map<String, Object> plain(Map<String, Object> values) {
        Map<String, Object> map = new LinkedHashMap<>(values);
        map.replaceAll((name, value) ->
                value instanceof Double number && !Double.isFinite(number) ? number.toString() : value);
        return map;
    }

    /**
     * Reads a line of any version.
     *
     * @throws IllegalArgumentException if it is none
     */
    static AuditEntry read(String line) {
        Map<String, Object> map = json(line);
        if (!(map.get("v") instanceof Integer version) || version < 1 || version > VERSION) {
            throw new IllegalArgumentException(
                    "its version is " + map.get("v") + ", this program reads 1 to " + VERSION);
        }
        return new AuditEntry(
                text(map, "kind"),
                time(map),
                (int) number(map, "phase"),
                (long) number(map, "step"),
                text(map, "rules"),
                object(map.get("facts")),
                objects(map, "fired").stream().map(AuditLine::firing).toList(),
                objects(map, "near").stream().map(AuditLine::nearMiss).toList(),
                basis(map),
                object(map.get("conclusion")),
                text(map, "action"));
    }

    private static Map<String, Object> json(String line) {
        try {
            return JSON.readValue(line, new TypeReference<Map<String, Object>>() {});
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("it is no JSON object: " + e.getOriginalMessage(), e);
        }
    }

    private static Instant time(Map<String, Object> map) {
        try {
            return Instant.parse(text(map, "time"));
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("its time is " + map.get("time"), e);
        }
    }

    private static Firing firing(Map<String, Object> map) {
        return new Firing(
                text(map, "rule"),
                text(map, "file"),
                (int) number(map, "row"),
                text(map, "hash"),
                text(map, "text"),
                object(map.get("facts")));
    }

    private static NearMiss nearMiss(Map<String, Object> map) {
        return new NearMiss(
                text(map, "rule"),
                text(map, "file"),
                (int) number(map, "row"),
                text(map, "hash"),
                text(map, "fact"),
                text(map, "needed"),
                Optional.ofNullable(map.get("found")),
                map.get("distance") instanceof Number distance
                        ? OptionalDouble.of(distance.doubleValue())
                        : OptionalDouble.empty(),
                text(map, "text"));
    }

    private static JudgedFacts basis(Map<String, Object> map) {
        Map<String, Double> limits = new LinkedHashMap<>();
        object(map.get("limits")).forEach((name, value) -> {
            if (value instanceof Number number) {
                limits.put(name, number.doubleValue());
            }
        });
        return new JudgedFacts(
                objects(map, "views").stream()
                        .map(view -> new FactQuery(text(view, "view"), object(view.get("facts"))))
                        .toList(),
                limits,
                objects(map, "audio").stream()
                        .map(audio -> AudioFacts.fromMap(text(audio, SENTENCE), audio))
                        .toList());
    }

    private static List<Map<String, Object>> objects(Map<String, Object> map, String name) {
        List<Map<String, Object>> objects = new ArrayList<>();
        if (map.get(name) instanceof List<?> list) {
            list.forEach(entry -> objects.add(object(entry)));
        }
        return objects;
    }

    private static Map<String, Object> object(Object value) {
        Map<String, Object> object = new LinkedHashMap<>();
        if (value instanceof Map<?, ?> map) {
            map.forEach((key, entry) -> object.put(String.valueOf(key), entry));
        }
        return object;
    }

    private static String text(Map<String, Object> map, String name) {
        if (map.get(name) instanceof String text) {
            return text;
        }
        throw new IllegalArgumentException("it lacks the text '" + name + "'");
    }

    private static double number(Map<String, Object> map, String name) {
        if (map.get(name) instanceof Number number) {
            return number.doubleValue();
        }
        throw new IllegalArgumentException("it lacks the number '" + name + "'");
    }
}
