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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.drools.decisiontable.InputType;
import org.drools.decisiontable.SpreadsheetCompiler;
import org.kie.api.KieBase;
import org.kie.api.KieServices;
import org.kie.api.builder.KieBuilder;
import org.kie.api.builder.KieFileSystem;
import org.kie.api.builder.KieModule;
import org.kie.api.builder.Message;
import org.kie.api.runtime.KieSessionsPool;

/** Rule files compiled once; every question gets a fresh session. Safe for several threads. */
public final class CompiledRules {
    private static final Pattern RULE = Pattern.compile("^\\s*rule\\s+\"([^\"]+)\"");
    private static final String FOLDER = "src/main/resources/hangolo/";

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
        RuleBook book = new RuleBook(files);
        sources = book.sources();
        conditions = new Conditions(sources.values(), files);
        limits = new PhaseLimits(files);
        sessions = compile(book).newKieSessionsPool(1);
    }

    /** One at a time: the engine keeps modules under a name that all unnamed ones share. */
    private KieBase compile(RuleBook book) {
        synchronized (CompiledRules.class) {
            return build(book, KieServices.get());
        }
    }

    private KieBase build(RuleBook book, KieServices services) {
        KieFileSystem folder = services.newKieFileSystem();
        Map<String, String> texts = new LinkedHashMap<>();
        for (RuleBook.Unit unit : book.units()) {
            String drl = unit.file().isTable() ? fromTable(unit) : unit.text();
            texts.put(unit.file().name(), drl);
            folder.write(FOLDER + unit.file().name() + ".drl", drl);
        }
        KieBuilder builder = services.newKieBuilder(folder).buildAll();
        List<Message> errors = builder.getResults().getMessages(Message.Level.ERROR);
        if (!errors.isEmpty()) {
            throw new RuleBaseException(inWords(errors, texts));
        }
        KieModule module = builder.getKieModule();
        KieBase built = services.newKieContainer(module.getReleaseId()).getKieBase();
        services.getRepository().removeKieModule(module.getReleaseId());
        return built;
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

    private List<String> inWords(List<Message> errors, Map<String, String> texts) {
        Set<String> words = new LinkedHashSet<>();
        for (Message error : errors) {
            String path = String.valueOf(error.getPath());
            String name = path.substring(path.lastIndexOf('/') + 1).replaceFirst("\\.drl$", "");
            String text = error.getText() == null ? "" : error.getText().strip();
            String place = place(name, error.getLine(), texts, text);
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
