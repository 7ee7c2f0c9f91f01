package hangolo.rules.judge;

import hangolo.rules.facts.FinalFacts;
import hangolo.rules.facts.ListenerScores;
import hangolo.rules.facts.PhaseResult;
import hangolo.rules.facts.SignificantDigits;
import hangolo.rules.facts.Trend;
import hangolo.rules.table.Condition;
import hangolo.rules.table.RuleSource;
import hangolo.rules.view.Views;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.DoubleFunction;
import java.util.function.Function;

/**
 * What would have changed a decision: for every value that could have come out otherwise, the smallest change that leads to
 * another recommendation, label or tier. Found by asking the rules themselves, with the value at every limit that a condition
 * names and just beside it.
 */
public final class WhatIf {
    private static final Set<String> VIEWS = Set.of("Candidate", "PhaseEndFacts");

    private final Function<FinalFacts, Decision> rules;
    private final FinalFacts facts;
    private final Decision now;
    private final Collection<RuleSource> sources;

    /**
     * What would have changed the decision about these facts.
     *
     * @param rules decides about other facts
     * @param sources the rules, for the limits that their conditions name
     */
    public WhatIf(Function<FinalFacts, Decision> rules, FinalFacts facts, Collection<RuleSource> sources) {
        this.rules = rules;
        this.facts = facts;
        this.now = rules.apply(facts);
        this.sources = sources;
    }

    /** The smallest changes, value by value. */
    public List<Counterfactual> changes() {
        List<Counterfactual> changes = new ArrayList<>();
        vary(changes, "melCe", facts.melCe(), melLimits(), 0, this::withMelCe);
        vary(changes, "textCe", facts.textCeWeighted(), limits("textCe"), 0, this::withTextCe);
        OptionalDouble heard = facts.scores().map(ListenerScores::quality).orElse(OptionalDouble.empty());
        vary(
                changes,
                "quality",
                heard,
                qualityLimits(),
                0.1,
                score -> facts.heardAs(ListenerScores.overall(SignificantDigits.toDecimals(score, 1))));
        facts.trend()
                .ifPresent(trend -> vary(
                        changes,
                        "fallPer500",
                        trend.fallPer500Steps(),
                        limits("fallPer500"),
                        0,
                        fall -> with(trend, fall)));
        facts.tracksTraining().ifPresent(tracked -> flip(changes, tracked));
        if (!facts.audio().isEmpty()) {
            maybe(
                    changes,
                    "If the test sentences had sounded as at the start of the phase",
                    facts.withSamples(facts.startAudio(), facts.startAudio()));
        }
        return changes;
    }

    private FinalFacts withMelCe(double melCe) {
        return facts.withLosses(OptionalDouble.of(melCe), facts.textCeWeighted());
    }

    private FinalFacts withTextCe(double textCe) {
        return facts.withLosses(facts.melCe(), OptionalDouble.of(textCe));
    }

    private FinalFacts with(Trend trend, double fall) {
        return facts.after(
                facts.phase(), trend.falling(fall), facts.tracksTraining().orElse(true));
    }

    private void flip(List<Counterfactual> changes, boolean tracked) {
        facts.trend()
                .ifPresent(trend -> maybe(
                        changes,
                        tracked
                                ? "If the evaluation loss had risen while the training loss fell"
                                : "If the evaluation loss had tracked the training loss",
                        facts.after(facts.phase(), trend, !tracked)));
    }

    private void maybe(List<Counterfactual> changes, String text, FinalFacts changed) {
        Decision then = rules.apply(changed);
        if (differs(then)) {
            changes.add(Counterfactual.of(text, then));
        }
    }

    private TreeSet<Double> limits(String fact) {
        TreeSet<Double> limits = new TreeSet<>();
        for (RuleSource rule : sources) {
            for (Condition condition : rule.conditions()) {
                if (VIEWS.contains(condition.view())
                        && condition.fact().equals(fact)
                        && condition.value() instanceof Condition.Amount limit) {
                    limits.add(limit.number());
                }
            }
        }
        return limits;
    }

    private TreeSet<Double> melLimits() {
        TreeSet<Double> limits = limits("melCe");
        facts.history()
                .phase1()
                .map(PhaseResult::melCe)
                .filter(OptionalDouble::isPresent)
                .ifPresent(mel -> limits("melFall")
                        .forEach(fall -> limits.add(SignificantDigits.rounded(mel.getAsDouble() - fall))));
        return limits;
    }

    private TreeSet<Double> qualityLimits() {
        TreeSet<Double> limits = limits("quality");
        facts.history()
                .phase1()
                .flatMap(PhaseResult::scores)
                .map(ListenerScores::quality)
                .filter(OptionalDouble::isPresent)
                .ifPresent(quality -> limits("qualityGain")
                        .forEach(gain -> limits.add(SignificantDigits.toDecimals(quality.getAsDouble() + gain, 1))));
        limits.removeIf(score -> score < 0 || score > 10);
        return limits;
    }

    /** A stretch of values for which the rules decide alike. */
    private record Stretch(double from, double to, Decision then) {}

    private void vary(
            List<Counterfactual> changes,
            String fact,
            OptionalDouble current,
            TreeSet<Double> limits,
            double step,
            DoubleFunction<FinalFacts> with) {
        List<Stretch> stretches = stretches(limits, step, with);
        if (current.isEmpty() || !Double.isFinite(current.getAsDouble())) {
            stretches.stream()
                    .filter(stretch -> differs(stretch.then()))
                    .forEach(stretch -> changes.add(change(fact, Optional.empty(), limits, stretch, stretches)));
            return;
        }
        double value = SignificantDigits.rounded(current.getAsDouble());
        int at = place(stretches, value);
        nearest(changes, fact, value, limits, stretches, at, -1);
        nearest(changes, fact, value, limits, stretches, at, 1);
    }

    /** The stretch that a value lies in; between two tested values it is the one that decides as now. */
    private int place(List<Stretch> stretches, double value) {
        int at = 0;
        while (at + 1 < stretches.size() && stretches.get(at + 1).from() <= value) {
            at++;
        }
        boolean next = at + 1 < stretches.size()
                && !same(stretches.get(at).then(), now)
                && same(stretches.get(at + 1).then(), now);
        return next ? at + 1 : at;
    }

    /** The first stretch in a direction with another recommendation, the first with another label and the first with another tier. */
    private void nearest(
            List<Counterfactual> changes,
            String fact,
            double value,
            TreeSet<Double> limits,
            List<Stretch> stretches,
            int at,
            int direction) {
        boolean recommended = false;
        boolean labelled = false;
        boolean tiered = false;
        for (int i = at + direction; i >= 0 && i < stretches.size(); i += direction) {
            Decision then = stretches.get(i).then();
            boolean newRecommendation = !recommended && then.recommendation() != now.recommendation();
            boolean newTier = !tiered && then.tier() != now.tier();
            boolean newLabel = !labelled && then.label() != now.label();
            if (newRecommendation || newLabel || newTier) {
                changes.add(change(fact, Optional.of(value), limits, stretches.get(i), stretches));
            }
            recommended |= newRecommendation;
            labelled |= newLabel;
            tiered |= newTier;
        }
    }

    /** Below, at and above every limit; neighbours with the same decision are one stretch. */
    private List<Stretch> stretches(TreeSet<Double> limits, double step, DoubleFunction<FinalFacts> with) {
        List<Stretch> stretches = new ArrayList<>();
        TreeSet<Double> points = new TreeSet<>();
        for (double limit : limits) {
            double beside = step > 0 ? step : Math.max(Math.abs(limit) * 1e-4, 1e-6);
            points.add(SignificantDigits.rounded(limit - beside));
            points.add(limit);
            points.add(SignificantDigits.rounded(limit + beside));
        }
        points.removeIf(point -> step > 0 && (point < 0 || point > 10));
        for (double point : points) {
            Decision then = rules.apply(with.apply(point));
            Stretch last = stretches.isEmpty() ? null : stretches.get(stretches.size() - 1);
            if (last != null && same(last.then(), then)) {
                stretches.set(stretches.size() - 1, new Stretch(last.from(), point, last.then()));
            } else {
                stretches.add(new Stretch(point, point, then));
            }
        }
        return stretches;
    }

    private static boolean same(Decision one, Decision other) {
        return one.recommendation() == other.recommendation()
                && one.label() == other.label()
                && one.tier() == other.tier();
    }

    private boolean differs(Decision then) {
        return !same(now, then);
    }

    private static Counterfactual change(
            String fact, Optional<Double> value, TreeSet<Double> limits, Stretch stretch, List<Stretch> all) {
        int place = all.indexOf(stretch);
        String range = range(fact, limits, stretch, place == 0, place == all.size() - 1);
        String word = fact.equals("quality") ? "a listener's score" : Views.title("PhaseEndFacts", fact);
        String instead = value.map(found -> " instead of " + Views.show("PhaseEndFacts", fact, found))
                .orElse("");
        return Counterfactual.of("With " + word + " " + range + instead, stretch.then());
    }

    /** Edges in the words of the tables: a stretch that begins at a limit includes it. */
    private static String range(String fact, TreeSet<Double> limits, Stretch stretch, boolean first, boolean last) {
        List<String> edges = new ArrayList<>();
        if (!first) {
            double from = stretch.from();
            edges.add(
                    limits.contains(from) || fact.equals("quality")
                            ? "from " + Views.show("PhaseEndFacts", fact, from)
                            : "above " + Views.show("PhaseEndFacts", fact, Objects.requireNonNull(limits.floor(from))));
        }
        if (!last) {
            double to = stretch.to();
            Double next = limits.ceiling(to);
            edges.add(
                    limits.contains(to)
                            ? (edges.isEmpty() ? "up to " : "") + Views.show("PhaseEndFacts", fact, to)
                            : "below " + Views.show("PhaseEndFacts", fact, Objects.requireNonNull(next)));
        }
        return edges.size() == 1 && edges.get(0).startsWith("from ")
                ? edges.get(0).substring("from ".length()) + " or more"
                : String.join(" to ", edges);
    }
}
