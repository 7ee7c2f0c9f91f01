package hangolo.rules.audit;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One line of the audit trail.
 *
 * @param kind {@code evaluation} or {@code decision}; a trail holds one line a kind, phase and step
 * @param time when it was concluded
 * @param phase the phase
 * @param step the global training step
 * @param ruleHash version of the whole rule base
 * @param facts the facts by name; null means unknown
 * @param fired every rule that fired
 * @param near rules of which exactly one condition failed, nearest first
 * @param basis what the rules were told
 * @param conclusion what the rules concluded, as plain values
 * @param actionTaken what the program did about it
 */
public record AuditEntry(
        String kind,
        Instant time,
        int phase,
        long step,
        String ruleHash,
        Map<String, Object> facts,
        List<Firing> fired,
        List<NearMiss> near,
        JudgedFacts basis,
        Map<String, Object> conclusion,
        String actionTaken) {

    /** Copies the collections. */
    public AuditEntry {
        facts = Collections.unmodifiableMap(new LinkedHashMap<>(facts));
        fired = List.copyOf(fired);
        near = List.copyOf(near);
        conclusion = Collections.unmodifiableMap(new LinkedHashMap<>(conclusion));
    }

    /** A line without near misses and basis. */
    public AuditEntry(
            String kind,
            Instant time,
            int phase,
            long step,
            String ruleHash,
            Map<String, Object> facts,
            List<Firing> fired,
            Map<String, Object> conclusion,
            String actionTaken) {
        this(
                kind,
                time,
                phase,
                step,
                ruleHash,
                facts,
                fired,
                List.of(),
                JudgedFacts.unknown(),
                conclusion,
                actionTaken);
    }

    /** Two lines with the same key are about the same question; the later one replaces the earlier. */
    String key() {
        return keyOf(kind, phase, step);
    }

    static String keyOf(String kind, long phase, long step) {
        return kind + "/" + phase + "/" + step;
    }
}
