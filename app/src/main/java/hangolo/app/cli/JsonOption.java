package hangolo.app.cli;

import picocli.CommandLine.Option;

/** The option {@code --json}. */
final class JsonOption {
    @Option(names = "--json", description = "Print one JSON document and nothing else.")
    private boolean json;

    boolean wanted() {
        return json;
    }
}
