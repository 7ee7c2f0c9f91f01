package hangolo.rules.table;

import java.util.ArrayList;
import java.util.List;

/** Comma-separated text as spreadsheets write it: separated by comma, semicolon or tab, with quoted cells. */
final class Csv {
    private final String text;
    private final char separator;
    private int at;

    private Csv(String text) {
        this.text = text;
        this.separator = separatorOf(text);
    }

    /**
     * Splits a text into rows of trimmed cells; empty lines are rows without cells, so that the list index plus one is the
     * row that the spreadsheet shows.
     */
    static List<List<String>> rows(String text) {
        return new Csv(withoutHint(text)).rows();
    }

    /** The line {@code sep=;} that tells Excel the separator; Excel shows no row for it. */
    private static String withoutHint(String text) {
        return text.startsWith("sep=") ? text.substring(text.indexOf('\n') + 1) : text;
    }

    /** Writes rows with commas; every cell is quoted. */
    static String write(List<List<String>> rows) {
        StringBuilder out = new StringBuilder();
        for (List<String> row : rows) {
            for (int i = 0; i < row.size(); i++) {
                out.append(i == 0 ? "\"" : ",\"")
                        .append(row.get(i).replace("\"", "\"\""))
                        .append('"');
            }
            out.append('\n');
        }
        return out.toString();
    }

    /** The first character after the word RuleSet in the first cell. */
    private static char separatorOf(String text) {
        int start = text.indexOf("RuleSet");
        for (int i = start + 7; start >= 0 && i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == ',' || c == ';' || c == '\t') {
                return c;
            }
        }
        return ',';
    }

    private List<List<String>> rows() {
        List<List<String>> rows = new ArrayList<>();
        while (at < text.length()) {
            rows.add(row());
        }
        return rows;
    }

    private List<String> row() {
        List<String> cells = new ArrayList<>();
        while (true) {
            cells.add(cell());
            if (at < text.length() && text.charAt(at) == separator) {
                at++;
                continue;
            }
            skipLineEnd();
            boolean blank = cells.stream().allMatch(String::isEmpty);
            return blank ? List.of() : cells;
        }
    }

    private void skipLineEnd() {
        if (at < text.length() && text.charAt(at) == '\r') {
            at++;
        }
        if (at < text.length() && text.charAt(at) == '\n') {
            at++;
        }
    }

    private String cell() {
        StringBuilder cell = new StringBuilder();
        boolean quoted = at < text.length() && text.charAt(at) == '"';
        if (quoted) {
            at++;
            quotedPart(cell);
        }
        while (at < text.length() && text.charAt(at) != separator && "\r\n".indexOf(text.charAt(at)) < 0) {
            cell.append(text.charAt(at++));
        }
        return cell.toString().strip();
    }

    private void quotedPart(StringBuilder cell) {
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c != '"') {
                cell.append(c == '\n' || c == '\r' ? ' ' : c);
            } else if (at < text.length() && text.charAt(at) == '"') {
                cell.append('"');
                at++;
            } else {
                return;
            }
        }
    }
}
