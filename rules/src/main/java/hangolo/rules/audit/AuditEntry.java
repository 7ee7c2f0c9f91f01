package hangolo.rules.audit;

import hangolo.rules.word.Word;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One line of the audit trail.
 *
 * @param kind what was concluded; a trail holds one line a kind, phase and step
 * @param time when it was concluded
 * @param phase the phase
 * @param step the global training step
 * @param ruleHash version of the whole rule base
 * @param facts the facts by name; null means unknown
 * @param fired every rule that fired
 * @param near rules of which exactly one condition failed, nearest first
 * @param basis the facts that the rules judged
 * @param conclusion what the rules concluded, as plain values
 * @param actionTaken what the program did about it
 */
public record AuditEntry(
        Kind kind,
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

    /** What a line is about. */
    public enum Kind implements Word {
        /** An evaluation during training. */
        EVALUATION,
        /** The decision at the end of a phase. */
        DECISION,
        /** Other rules than before. */
        RULES
    }

    /** Copies the collections. */
    public AuditEntry {
        facts = Collections.unmodifiableMap(new LinkedHashMap<>(facts));
        fired = List.copyOf(fired);
        near = List.copyOf(near);
        conclusion = Collections.unmodifiableMap(new LinkedHashMap<>(conclusion));
    }

    /** Two lines with the same key are about the same question; the later one replaces the earlier. */
    String key() {
        return kind + "/" + phase + "/" + step;
    }
}
