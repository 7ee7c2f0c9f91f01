package hangolo.models.data;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Cuts text into rows of fields separated by {@code |}.
 *
 * <p>With quotes: a field that begins with {@code "} runs to the next single {@code "}, {@code ""} inside it stands for
 * one; a quote anywhere else is a character like any other. That is what CSV readers do, except that a quoted field
 * over several lines must end at a separator: otherwise one stray quote would swallow the rows that follow.
 */
final class DelimitedRows {

    /** One row: where it begins in the file (from 1) and its fields. */
    record Row(int number, List<String> fields) {
        boolean isBlank() {
            return fields.size() == 1 && fields.get(0).isBlank();
        }
    }

    private static final char SEPARATOR = '|';

    private final Path file;
    private final String text;
    private final boolean quotes;
    private int position;
    private int row = 1;

    private DelimitedRows(Path file, String text, boolean quotes) {
        this.file = file;
        this.text = text;
        this.quotes = quotes;
    }

    /** The rows that are not blank. Lines must end in LF. */
    static List<Row> parse(Path file, String text, boolean quotes) throws DataException {
        DelimitedRows parser = new DelimitedRows(file, text, quotes);
        List<Row> rows = new ArrayList<>();
        while (parser.position < text.length()) {
            Row next = parser.row();
            if (!next.isBlank()) {
                rows.add(next);
            }
        }
        return rows;
    }

    private Row row() throws DataException {
        int number = row;
        List<String> fields = new ArrayList<>();
        do {
            fields.add(quotes && at('"') ? quoted() : plain());
        } while (skip(SEPARATOR));
        skip('\n');
        row++;
        return new Row(number, fields);
    }

    private String plain() {
        int start = position;
        while (position < text.length() && !at(SEPARATOR) && !at('\n')) {
            position++;
        }
        return text.substring(start, position);
    }

    private String quoted() throws DataException {
        int opened = row;
        StringBuilder field = new StringBuilder();
        position++;
        while (true) {
            int quote = text.indexOf('"', position);
            if (quote < 0) {
                throw unclosed(opened);
            }
            field.append(text, position, quote);
            position = quote + 1;
            if (!skip('"')) {
                break;
            }
            field.append('"');
        }
        int lines = (int) field.chars().filter(c -> c == '\n').count();
        row += lines;
        String behind = plain();
        if (lines > 0 && !behind.isBlank()) {
            throw unclosed(opened);
        }
        return field.append(behind).toString();
    }

    private DataException unclosed(int opened) {
        return new DataException(file + " row " + opened + ": a field begins with a quote that is never closed."
                + "\nClose it, or double it (\"\") if it is part of the text, inside quotes.");
    }

    private boolean at(char wanted) {
        return position < text.length() && text.charAt(position) == wanted;
    }

    private boolean skip(char wanted) {
        boolean found = at(wanted);
        position += found ? 1 : 0;
        return found;
    }
}
