package hangolo.rules;

import hangolo.rules.audit.AuditEntry;
import hangolo.rules.audit.FactQuery;
import hangolo.rules.audit.JudgedFacts;
import hangolo.rules.view.Views;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What the rules were told at a line of the audit trail's first version, which kept only the facts by name. */
final class EarlierLines {
    private EarlierLines() {}

    /** The views as far as facts and conclusion give them; what they lack is unknown. */
    static JudgedFacts basis(AuditEntry entry, Map<String, Double> limits) {
        Map<String, Object> known = new LinkedHashMap<>(entry.conclusion());
        known.putAll(entry.facts());
        known.put("phase", entry.phase());
        known.put("step", entry.step());
        known.put("melCeKnown", known.get("melCe") instanceof Number);
        known.put("textCeKnown", known.get("textCe") instanceof Number);
        known.put("bestTierRank", rank(known.get("bestTier")));
        known.put("tierRank", rank(known.get("tier")));
        if (entry.kind().equals("decision")) {
            known.put("judgedBy", known.containsKey("quality") ? known.get("qualitySource") : "nothing");
        }
        List<String> views = entry.kind().equals("decision")
                ? List.of("LossFacts", "Candidate", "PhaseEndFacts", "DecisionFacts")
                : List.of("EvaluationFacts", "Candidate", "BestModelFacts");
        List<FactQuery> asked = new ArrayList<>();
        for (String view : views) {
            Map<String, Object> facts = new LinkedHashMap<>();
            Views.components(view).orElseThrow().forEach(name -> facts.put(name, known.get(name)));
            if (facts.values().stream().anyMatch(Objects::nonNull)) {
                asked.add(new FactQuery(view, facts));
            }
        }
        return new JudgedFacts(asked, limits, List.of());
    }

    private static Integer rank(Object tier) {
        return tier instanceof String word ? Integer.valueOf(Tier.of(word).ordinal()) : null;
    }
}
