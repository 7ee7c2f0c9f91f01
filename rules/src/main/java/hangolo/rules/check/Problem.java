package hangolo.rules.check;

import hangolo.rules.facts.ToMap;
import hangolo.rules.word.Word;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Something that an editor should know about a rule base.
 *
 * @param severity how bad it is
 * @param kind what is wrong
 * @param file the file; empty if it concerns them all
 * @param row the spreadsheet's row, or the line of a DRL file, from 1; 0 if it concerns the whole file
 * @param column the label of the column; empty if it concerns the whole row
 * @param text what is wrong, in words
 * @param advice what to do; may be empty
 */
public record Problem(Severity severity, Kind kind, String file, int row, String column, String text, String advice)
        implements ToMap {
    private static final Pattern PLACED = Pattern.compile(
            "([^\\s:]+\\.(?:csv|drl))(?: row (\\d+))?: (?:column '([^']*)'(?:: | ))?(.*)", Pattern.DOTALL);

    /** How bad a problem is. */
    public enum Severity implements Word {
        /** The rules must not be used. */
        ERROR,
        /** The rules can be used, but probably do not say what was meant. */
        WARNING,
        /** Worth knowing, and in order. */
        NOTE
    }

    /** What is wrong. */
    public enum Kind implements Word {
        /** A file, cell or word cannot be used. */
        UNUSABLE,
        /** No row covers something that can happen. */
        GAP,
        /** Two rows cover the same. */
        OVERLAP,
        /** Two rows cover the same and conclude different things. */
        CONTRADICTION,
        /** Two rows are the same. */
        DUPLICATE,
        /** A row never counts. */
        UNREACHABLE,
        /** A row lacks a conclusion. */
        INCOMPLETE,
        /** A higher tier asks for less than the one below it. */
        ORDER,
        /** A rule does not say where it comes from. */
        SOURCE
    }

    /** An error from its one line, with the file, row and column at its beginning. */
    static Problem parse(String line) {
        Matcher placed = PLACED.matcher(line);
        if (!placed.matches()) {
            return new Problem(Severity.ERROR, Kind.UNUSABLE, "", 0, "", line, "");
        }
        int row = placed.group(2) == null ? 0 : Integer.parseInt(placed.group(2));
        String column = placed.group(3) == null ? "" : placed.group(3);
        return new Problem(Severity.ERROR, Kind.UNUSABLE, placed.group(1), row, column, placed.group(4), "");
    }

    /** The place and the text in one line: {@code matrix.csv row 14: ...}. */
    public String line() {
        return file
                + (row > 0 ? " row " + row : "")
                + (file.isEmpty() ? "" : ": ")
                + (column.isEmpty() ? "" : "column '" + column + "': ")
                + text;
    }
}
