package hangolo.rules.explain;

import hangolo.rules.audit.FactQuery;
import hangolo.rules.audit.JudgedFacts;
import hangolo.rules.audit.NearMiss;
import hangolo.rules.table.Condition;
import hangolo.rules.table.RuleFile;
import hangolo.rules.table.RuleSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The conditions of all rules, to be evaluated one by one on what the rules were asked. Stateless and thread-safe. */
public final class Conditions {
    /** Near misses that the audit trail keeps of a judgement. */
    public static final int MOST_NEAR = 12;

    private final Collection<RuleSource> rules;
    private final Map<String, Optional<DrlRule>> drl = new HashMap<>();

    /**
     * Reads the conditions.
     *
     * @param rules every rule, with the conditions of its row
     * @param files the files they stand in, for the rules of DRL files
     */
    public Conditions(Collection<RuleSource> rules, List<RuleFile> files) {
        this.rules = rules;
        files.stream().filter(file -> !file.isTable()).forEach(file -> drl.putAll(DrlRule.in(file)));
    }

    /** Every rule on every view that it was asked about, in the order of the rule base. */
    public List<Trial> check(JudgedFacts basis) {
        List<Trial> checks = new ArrayList<>();
        for (RuleSource rule : rules) {
            for (FactQuery query : basis.queries()) {
                check(rule, query, basis).ifPresent(checks::add);
            }
        }
        return checks;
    }

    /** The rules that lack exactly one condition, nearest first, at most {@link #MOST_NEAR}; each once. */
    public List<NearMiss> nearest(JudgedFacts basis) {
        Map<String, Trial> nearest = new LinkedHashMap<>();
        List<Trial> checks = check(basis);
        for (Trial check : checks) {
            if (check.near()) {
                nearest.merge(
                        check.rule().name(), check, (one, other) -> distance(other) < distance(one) ? other : one);
            }
        }
        checks.stream()
                .filter(Trial::holds)
                .forEach(check -> nearest.remove(check.rule().name()));
        return nearest.values().stream()
                .sorted(Comparator.comparingDouble(Conditions::distance)
                        .thenComparingInt(check -> check.rule().order()))
                .limit(MOST_NEAR)
                .map(Trial::nearMiss)
                .toList();
    }

    /** Whether the conditions of a rule can be evaluated alone: not if a DRL rule has more than plain comparisons. */
    public boolean reads(RuleSource rule) {
        return rule.conditions().isEmpty()
                ? drl.getOrDefault(rule.name(), Optional.empty()).isPresent()
                : rule.conditions().stream().map(Condition::view).distinct().count() == 1;
    }

    private static double distance(Trial check) {
        return check.failed().get(0).relativeDistance();
    }

    private Optional<Trial> check(RuleSource rule, FactQuery query, JudgedFacts basis) {
        if (!reads(rule)) {
            return Optional.empty();
        }
        if (!rule.conditions().isEmpty()) {
            return rule.conditions().get(0).view().equals(query.view())
                    ? Optional.of(new Trial(rule, query, failed(rule.conditions(), query)))
                    : Optional.empty();
        }
        DrlRule known = drl.get(rule.name()).orElseThrow();
        return known.patterns().stream()
                .filter(pattern -> pattern.view().equals(query.view()))
                .findFirst()
                .map(pattern -> new Trial(rule, query, failed(known, pattern, query, basis)));
    }

    private static List<FailedCondition> failed(List<Condition> conditions, FactQuery query) {
        List<FailedCondition> failed = new ArrayList<>();
        for (Condition condition : conditions) {
            Object fact = query.facts().get(condition.fact());
            if (!condition.holds(fact)) {
                failed.add(FailedCondition.of(condition, fact));
            }
        }
        return failed;
    }

    private static List<FailedCondition> failed(DrlRule rule, DrlPattern pattern, FactQuery query, JudgedFacts basis) {
        Map<String, Double> variables = new HashMap<>();
        rule.limits()
                .forEach((variable, limit) ->
                        variables.put(variable, basis.limits().get(limit)));
        List<FailedCondition> failed = new ArrayList<>();
        for (DrlPattern.Comparison comparison : pattern.comparisons()) {
            Object fact = query.facts().get(comparison.fact());
            Optional<Condition> condition = comparison.on(query.view(), query.facts(), variables);
            if (condition.isEmpty()) {
                failed.add(FailedCondition.withUnknown(query.view(), comparison, fact));
            } else if (!condition.get().holds(fact)) {
                failed.add(FailedCondition.of(condition.get(), fact));
            }
        }
        return failed;
    }
}
