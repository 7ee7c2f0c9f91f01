package hangolo.rules.drools;

import hangolo.rules.explain.Conditions;
import hangolo.rules.explain.Explainer;
import hangolo.rules.table.RuleBaseException;
import hangolo.rules.table.RuleBook;
import hangolo.rules.table.RuleFile;
import hangolo.rules.table.RuleSource;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.drools.decisiontable.InputType;
import org.drools.decisiontable.SpreadsheetCompiler;
import org.kie.api.KieBase;
import org.kie.api.builder.Message;
import org.kie.api.io.ResourceType;
import org.kie.api.runtime.KieSessionsPool;
import org.kie.internal.builder.CompositeKnowledgeBuilder;
import org.kie.internal.builder.KnowledgeBuilder;
import org.kie.internal.builder.KnowledgeBuilderError;
import org.kie.internal.builder.KnowledgeBuilderFactory;
import org.kie.internal.io.ResourceFactory;

/** Rule files compiled once; every question gets a fresh session. Safe for several threads. */
public final class CompiledRules {
    private static final Pattern RULE = Pattern.compile("^\\s*rule\\s+\"([^\"]+)\"");

    private final KieSessionsPool sessions;
    private final Map<String, RuleSource> sources;
    private final Conditions conditions;
    private final PhaseLimits limits;

    /**
     * Checks and compiles the files.
     *
     * @throws RuleBaseException with every problem, in words with file and row
     */
    public CompiledRules(List<RuleFile> files) {
        // Loading the engine takes as long as reading the files: both at once.
        CompletableFuture<KnowledgeBuilder> compiler =
                CompletableFuture.supplyAsync(KnowledgeBuilderFactory::newKnowledgeBuilder);
        RuleBook book = new RuleBook(files);
        sources = book.sources();
        conditions = new Conditions(sources.values(), files);
        limits = new PhaseLimits(files);
        Map<String, String> texts = new LinkedHashMap<>();
        book.units()
                .forEach(unit -> texts.put(unit.file().name(), unit.file().isTable() ? fromTable(unit) : unit.text()));
        sessions = compile(texts, compiler.join()).newKieSessionsPool(1);
    }

    private KieBase compile(Map<String, String> texts, KnowledgeBuilder compiler) {
        CompositeKnowledgeBuilder batch = compiler.batch();
        texts.forEach((name, drl) -> batch.add(
                ResourceFactory.newByteArrayResource(drl.getBytes(StandardCharsets.UTF_8))
                        .setSourcePath(name),
                ResourceType.DRL));
        batch.build();
        if (compiler.hasErrors()) {
            throw new RuleBaseException(inWords(compiler.getErrors(), texts));
        }
        return compiler.newKieBase();
    }

    /** The conditions of every rule, to be evaluated alone. */
    public Conditions conditions() {
        return conditions;
    }

    /** Explains judgements of these rules. */
    public Explainer explainer() {
        return new Explainer(sources, conditions);
    }

    /** Every rule, in the order of the rule base. */
    public Collection<RuleSource> sources() {
        return sources.values();
    }

    /** Opens a session; close it. */
    public RuleSession open() {
        return new RuleSession(sessions.newKieSession(), sources, limits);
    }

    private static String fromTable(RuleBook.Unit unit) {
        byte[] bytes = unit.text().getBytes(StandardCharsets.UTF_8);
        try {
            return interpreted(new SpreadsheetCompiler().compile(new ByteArrayInputStream(bytes), InputType.CSV));
        } catch (RuntimeException e) {
            throw new RuleBaseException(
                    unit.file().name() + ": is no decision table that can be read: " + e.getMessage());
        }
    }

    /** Conclusions are a few calls a row: interpreting them saves the second that starting a Java compiler takes. */
    private static String interpreted(String drl) {
        return drl.replaceFirst("(?m)^(package .*)$", "$1\ndialect \"mvel\"");
    }

    private List<String> inWords(Collection<KnowledgeBuilderError> errors, Map<String, String> texts) {
        Set<String> words = new LinkedHashSet<>();
        for (KnowledgeBuilderError error : errors) {
            Message message = error.asMessage(0);
            String text = message.getText() == null ? "" : message.getText().strip();
            String place = place(String.valueOf(message.getPath()), message.getLine(), texts, text);
            CompilerWords.of(text).ifPresent(said -> words.add(place + ": the rule cannot be compiled: " + said));
        }
        return words.isEmpty() ? List.of("The rules cannot be compiled.") : new ArrayList<>(words);
    }

    private String place(String name, int line, Map<String, String> texts, String message) {
        if (!name.endsWith(".csv")) {
            return line > 0 ? name + " row " + line : name;
        }
        List<String> lines = texts.getOrDefault(name, "").lines().toList();
        for (int i = Math.min(line, lines.size()) - 1; i >= 0; i--) {
            Matcher rule = RULE.matcher(lines.get(i));
            if (rule.find() && sources.containsKey(rule.group(1))) {
                return name + " row " + sources.get(rule.group(1)).row();
            }
        }
        return sources.values().stream()
                .filter(source -> source.file().equals(name) && message.contains(source.name()))
                .findFirst()
                .map(source -> name + " row " + source.row())
                .orElse(name);
    }
}
