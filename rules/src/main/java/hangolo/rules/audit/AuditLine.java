package hangolo.rules.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import hangolo.rules.facts.AudioFacts;
import hangolo.rules.facts.PlainValues;
import hangolo.rules.view.Views;
import hangolo.rules.word.Word;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** A line of the audit trail as JSON: see docs/rules.md. */
final class AuditLine {
    static final int VERSION = 2;

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SENTENCE = "sentence";

    private AuditLine() {}

    static Map<String, Object> of(AuditEntry entry) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("v", VERSION);
        map.put("kind", entry.kind().word());
        map.put("time", entry.time().toString());
        map.put("phase", entry.phase());
        map.put("step", entry.step());
        map.put("rules", entry.ruleHash());
        map.put("facts", PlainValues.of(entry.facts()));
        map.put("fired", PlainValues.of(entry.fired()));
        map.put("near", PlainValues.of(entry.near()));
        map.put("views", PlainValues.of(entry.basis().queries()));
        map.put("limits", entry.basis().limits());
        map.put("audio", entry.basis().audio().stream().map(AuditLine::of).toList());
        map.put("conclusion", PlainValues.of(entry.conclusion()));
        map.put("action", entry.actionTaken());
        return map;
    }

    private static Map<String, Object> of(AudioFacts audio) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put(SENTENCE, audio.sentence());
        map.putAll(audio.toMap());
        return map;
    }

    /**
     * Reads a line.
     *
     * @throws IllegalArgumentException if it is none, or one of another version
     */
    static AuditEntry read(String line) {
        Map<String, Object> map = json(line);
        if (!Integer.valueOf(VERSION).equals(map.get("v"))) {
            throw new IllegalArgumentException("its version is " + map.get("v") + ", this program reads " + VERSION);
        }
        return new AuditEntry(
                Word.parse(AuditEntry.Kind.class, text(map, "kind")),
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
                        .map(view -> new FactQuery(Views.currentName(text(view, "view")), object(view.get("facts"))))
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
