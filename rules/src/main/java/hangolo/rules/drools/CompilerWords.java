package hangolo.rules.drools;

import hangolo.rules.view.Views;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Says what the rule compiler says in the words of the person who edits a rule. */
final class CompilerWords {
    private static final Pattern NO_FACT = Pattern.compile("strict-mode: hangolo\\.rules\\.view\\.(\\w+)\\.(\\w+)\\(");
    private static final Pattern NO_VIEW = Pattern.compile("Unable to resolve ObjectType '(\\w+)'");
    private static final Pattern NO_CONCLUSION =
            Pattern.compile("method (\\w+)\\(.* undefined for the type Conclusions");
    private static final Pattern SYNTAX = Pattern.compile("\\[ERR \\d+] Line \\d+:(\\d+) (.*?)( in rule .*)?");

    private CompilerWords() {}

    /** The message in words; empty if it only repeats that something else is wrong. */
    static Optional<String> of(String message) {
        if (message.contains("Parser returned a null Package")) {
            return Optional.empty();
        }
        Matcher fact = NO_FACT.matcher(message);
        if (fact.find()) {
            return Optional.of("'" + fact.group(2) + "' is no fact of " + fact.group(1) + ", which has "
                    + String.join(", ", Views.components(fact.group(1)).orElse(List.of())) + ".");
        }
        Matcher view = NO_VIEW.matcher(message);
        if (view.find()) {
            return Optional.of("there are no facts called '" + view.group(1) + "'; known are "
                    + String.join(", ", Views.names()) + ". Perhaps the file lacks an import line.");
        }
        Matcher syntax = SYNTAX.matcher(message.lines().findFirst().orElse(""));
        if (syntax.matches()) {
            return Optional.of("column " + (Integer.parseInt(syntax.group(1)) + 1) + ": " + syntax.group(2) + ".");
        }
        return Optional.of(message.lines()
                .filter(line -> !line.startsWith("[Near") && !line.startsWith("[Line:") && !line.isBlank())
                .filter(line -> !line.strip().equals("^"))
                .reduce((left, right) -> left + " " + right)
                .orElse(message));
    }
}
