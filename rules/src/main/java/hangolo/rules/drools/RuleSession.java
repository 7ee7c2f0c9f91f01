package hangolo.rules.drools;

import hangolo.rules.audit.FactQuery;
import hangolo.rules.audit.Firing;
import hangolo.rules.audit.JudgedFacts;
import hangolo.rules.facts.AudioFacts;
import hangolo.rules.table.RuleBaseException;
import hangolo.rules.table.RuleSource;
import hangolo.rules.table.Wording;
import hangolo.rules.view.Limit;
import hangolo.rules.view.PhaseFacts;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.kie.api.event.rule.AfterMatchFiredEvent;
import org.kie.api.event.rule.BeforeMatchFiredEvent;
import org.kie.api.event.rule.DefaultAgendaEventListener;
import org.kie.api.runtime.KieSession;
import org.kie.api.runtime.rule.Match;

/**
 * One question to the rules. Facts go in by stages ({@link #fire}); every stage returns what its rules found, in the order of
 * the rule files, whatever order the engine fired them in.
 */
public final class RuleSession implements AutoCloseable {
    private static final int MOST_FIRINGS = 10_000;

    private final KieSession session;
    private final Map<String, RuleSource> sources;
    private final Conclusions out = new Conclusions();
    private final List<Finding> stage = new ArrayList<>();
    private final List<Firing> firings = new ArrayList<>();
    private final Map<String, Double> limits = new LinkedHashMap<>();
    private final Map<Object, FactQuery> asked = new IdentityHashMap<>();
    private final List<FactQuery> inOrder = new ArrayList<>();
    private final PhaseLimits phaseLimits;

    RuleSession(KieSession session, Map<String, RuleSource> sources, PhaseLimits phaseLimits) {
        this.session = session;
        this.sources = sources;
        this.phaseLimits = phaseLimits;
        session.setGlobal("out", out);
        session.addEventListener(new DefaultAgendaEventListener() {
            @Override
            public void beforeMatchFired(BeforeMatchFiredEvent event) {
                out.take();
            }

            @Override
            public void afterMatchFired(AfterMatchFiredEvent event) {
                record(event.getMatch());
            }
        });
    }

    /** Sets the limits of a phase from limits.csv; of several rows for a limit the lowest one in the table wins. */
    public Map<String, Double> limitsFor(int phase) {
        List<Finding> found =
                phaseLimits.of(phase).map(known -> again(phase, known)).orElseGet(() -> fire(phase));
        for (Finding finding : found) {
            finding.text("limit")
                    .ifPresent(name -> finding.number("value").ifPresent(value -> limits.put(name, value)));
        }
        limits.forEach((name, value) -> session.insert(new Limit(name, value)));
        return limits;
    }

    /** Adds facts, lets the rules fire and returns what they found. */
    public List<Finding> fire(List<? extends Record> facts) {
        stage.clear();
        facts.forEach(session::insert);
        facts.forEach(this::ask);
        if (session.fireAllRules(MOST_FIRINGS) >= MOST_FIRINGS) {
            throw new RuleBaseException(
                    "The rules of the .drl files keep setting each other off without an end; look for a "
                            + "rule whose consequence changes what its own condition looks at.");
        }
        stage.sort(Comparator.comparingInt(Finding::order));
        stage.forEach(finding -> firings.add(finding.firing()));
        return List.copyOf(stage);
    }

    private List<Finding> fire(int phase) {
        List<Finding> found = fire(List.of(new PhaseFacts(phase)));
        phaseLimits.remember(phase, found);
        return found;
    }

    private List<Finding> again(int phase, List<Finding> known) {
        ask(new PhaseFacts(phase));
        known.forEach(finding -> firings.add(finding.firing()));
        return known;
    }

    private void ask(Record fact) {
        FactQuery question = FactQuery.of(fact);
        asked.put(fact, question);
        inOrder.add(question);
    }

    /** The values of a view that the rules were asked about. */
    public Map<String, Object> facts(Record view) {
        return asked.get(view).facts();
    }

    /** The value of a limit. */
    public double limit(String name) {
        Double value = limits.get(name);
        if (value == null) {
            throw new RuleBaseException("limits.csv: lacks the limit '" + name + "' for this phase. Add a row for it.");
        }
        return value;
    }

    /** Everything that fired so far. */
    public List<Firing> firings() {
        return List.copyOf(firings);
    }

    /** What the rules were asked so far, with what was measured on the audio. */
    public JudgedFacts basis(List<AudioFacts> audio) {
        return new JudgedFacts(inOrder, limits, audio);
    }

    @Override
    public void close() {
        session.dispose();
    }

    private void record(Match match) {
        Map<String, Object> values = out.take();
        String name = match.getRule().getName();
        RuleSource source = sources.getOrDefault(name, RuleSource.at(name, "(unknown file)", 0, "", Integer.MAX_VALUE));
        Map<String, Object> facts = facts(match);
        String template = String.valueOf(values.getOrDefault("reason", ""));
        values.replaceAll((key, value) ->
                value instanceof String text ? Wording.fill(text, facts, source.cells(), limits) : value);
        Firing firing = new Firing(
                name,
                source.file(),
                source.row(),
                source.hash(),
                String.valueOf(values.getOrDefault("reason", "")),
                mentioned(match, source, template, facts));
        stage.add(new Finding(firing, source.order(), values));
    }

    /** What is known of the facts that matched, limits aside. */
    private Map<String, Object> facts(Match match) {
        Map<String, Object> facts = Map.of();
        for (Object fact : match.getObjects()) {
            if (fact instanceof Record view && !(fact instanceof Limit)) {
                FactQuery question = asked.containsKey(view) ? asked.get(view) : FactQuery.of(view);
                facts = facts.isEmpty() ? question.facts() : together(facts, question.facts());
            }
        }
        return facts;
    }

    private static Map<String, Object> together(Map<String, Object> one, Map<String, Object> other) {
        Map<String, Object> both = new LinkedHashMap<>(one);
        both.putAll(other);
        return both;
    }

    /** The facts that the row's conditions and its text name, and the variables of a DRL rule. */
    private static Map<String, Object> mentioned(
            Match match, RuleSource source, String template, Map<String, Object> facts) {
        Map<String, Object> chosen = new LinkedHashMap<>();
        source.conditions().forEach(condition -> choose(condition.fact(), facts, chosen));
        Wording.placeholders(template).forEach(name -> choose(name, facts, chosen));
        for (String declaration : match.getDeclarationIds()) {
            Object value = match.getDeclarationValue(declaration);
            if (!(value instanceof Record)) {
                chosen.put(declaration.replace("$", ""), value);
            }
        }
        return chosen;
    }

    private static void choose(String name, Map<String, Object> facts, Map<String, Object> chosen) {
        if (facts.containsKey(name)) {
            chosen.put(name, facts.get(name));
        }
    }
}
