package hangolo.rules.explain;

import hangolo.rules.audit.Firing;
import hangolo.rules.audit.JudgedFacts;
import hangolo.rules.explain.Explanation.Lost;
import hangolo.rules.explain.Explanation.Silent;
import hangolo.rules.table.RuleSource;
import hangolo.rules.word.Tier;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Explains a judgement from what fired and from the facts that the rules judged. */
public final class Explainer {
    private final Map<String, RuleSource> rules;
    private final Conditions conditions;

    /** Explains by these rules. */
    public Explainer(Map<String, RuleSource> rules, Conditions conditions) {
        this.rules = rules;
        this.conditions = conditions;
    }

    /** Explains a judgement. */
    public Explanation explain(List<Firing> fired, JudgedFacts basis) {
        Set<String> names = new LinkedHashSet<>();
        fired.forEach(firing -> names.add(firing.rule()));
        List<Firing> shown = fired.stream()
                .filter(firing -> !firing.file().equals("limits.csv"))
                .toList();
        return new Explanation(shown, lost(names), silent(names, basis), unread(names));
    }

    private List<String> unread(Set<String> fired) {
        return rules.values().stream()
                .filter(rule -> !conditions.reads(rule) && !fired.contains(rule.name()))
                .map(RuleSource::name)
                .toList();
    }

    /** Every rule once, about the view that it came nearest to. */
    private List<Silent> silent(Set<String> fired, JudgedFacts basis) {
        Map<String, Trial> nearest = new LinkedHashMap<>();
        for (Trial trial : conditions.check(basis)) {
            if (!fired.contains(trial.rule().name()) && !trial.holds()) {
                nearest.merge(
                        trial.rule().name(), trial, (one, other) -> BY_NEARNESS.compare(other, one) < 0 ? other : one);
            }
        }
        return nearest.values().stream()
                .sorted(BY_NEARNESS)
                .map(Explainer::silent)
                .toList();
    }

    private static final Comparator<Trial> BY_NEARNESS = Comparator.<Trial>comparingInt(
                    trial -> trial.failed().size())
            .thenComparingDouble(trial -> trial.failed().stream()
                    .mapToDouble(FailedCondition::relativeDistance)
                    .max()
                    .orElse(0))
            .thenComparingInt(trial -> trial.rule().order());

    private static Silent silent(Trial trial) {
        RuleSource rule = trial.rule();
        boolean aSentence = trial.about().view().equals("SentenceAudioFacts");
        return new Silent(
                rule.name(),
                rule.file(),
                rule.row(),
                rule.hash(),
                aSentence ? String.valueOf(trial.about().facts().get("sentence")) : "",
                trial.failed());
    }

    /** Among rows with a rank the highest decides, then the later row; among rows with a tier the highest tier. */
    private List<Lost> lost(Set<String> fired) {
        Map<String, List<RuleSource>> byFile = new LinkedHashMap<>();
        fired.stream()
                .filter(rules::containsKey)
                .map(rules::get)
                .filter(rule -> rule.conclusions().containsKey("rank")
                        || rule.conclusions().containsKey("tier"))
                .forEach(rule -> byFile.computeIfAbsent(rule.file(), file -> new ArrayList<>())
                        .add(rule));
        List<Lost> lost = new ArrayList<>();
        byFile.values().forEach(group -> {
            RuleSource winner = group.stream()
                    .max(Comparator.comparingDouble(Explainer::strength).thenComparingInt(RuleSource::order))
                    .orElseThrow();
            group.stream()
                    .filter(rule -> rule != winner && !sameTier(rule, winner))
                    .forEach(rule -> lost.add(lost(rule, winner)));
        });
        return lost;
    }

    private static double strength(RuleSource rule) {
        String rank = rule.conclusions().get("rank");
        return rank == null ? Tier.of(rule.conclusions().get("tier")).ordinal() : Double.parseDouble(rank);
    }

    private static boolean sameTier(RuleSource rule, RuleSource winner) {
        String tier = rule.conclusions().get("tier");
        return tier != null && tier.equals(winner.conclusions().get("tier"));
    }

    private static Lost lost(RuleSource rule, RuleSource winner) {
        String rank = rule.conclusions().get("rank");
        String tier = rule.conclusions().get("tier");
        String text =
                "Its rank " + rank + " is below the " + winner.conclusions().get("rank") + " of";
        if (rank == null) {
            text = "Its tier " + tier + " is below the tier "
                    + winner.conclusions().get("tier") + " of";
        } else if (strength(rule) == strength(winner)) {
            text = "It has the same rank " + rank + " but stands above";
        }
        return new Lost(rule.name(), rule.file(), rule.row(), winner.name(), text);
    }
}
