package hangolo.app.compare;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Files with sentences to be spoken: UTF-8, one sentence a line, {@code language|text} or only the text. */
public final class Sentences {
    /** A sentence and its language. */
    public record Sentence(String language, String text) {}

    private Sentences() {}

    /**
     * Reads a file. Empty lines and lines that begin with {@code #} are skipped.
     *
     * @param file the file
     * @param language of lines that name none; empty if every line has to name one
     * @return at least one sentence
     * @throws IllegalArgumentException with file and line, if a line names no language or there is no sentence
     * @throws IOException if the file cannot be read
     */
    public static List<Sentence> read(Path file, Optional<String> language) throws IOException {
        List<Sentence> sentences = new ArrayList<>();
        List<String> lines = lines(file);
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).replace("\uFEFF", "").strip();
            if (!line.isEmpty() && !line.startsWith("#")) {
                sentences.add(sentence(line, language, file + ":" + (i + 1)));
            }
        }
        if (sentences.isEmpty()) {
            throw new IllegalArgumentException(file + ": there is no sentence in this file");
        }
        return sentences;
    }

    private static List<String> lines(Path file) throws IOException {
        try {
            return Files.readAllLines(file, StandardCharsets.UTF_8);
        } catch (MalformedInputException e) {
            throw new IllegalArgumentException(file + ": the file is not UTF-8 text; save it as UTF-8", e);
        }
    }

    private static Sentence sentence(String line, Optional<String> language, String where) {
        int bar = line.indexOf('|');
        if (bar >= 0 && !line.substring(bar + 1).isBlank()) {
            return new Sentence(
                    line.substring(0, bar).strip(), line.substring(bar + 1).strip());
        }
        return new Sentence(
                language.orElseThrow(() -> new IllegalArgumentException(
                        where + ": no language; write hu|" + line + " or give --language")),
                line);
    }
}
