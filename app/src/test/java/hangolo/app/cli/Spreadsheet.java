package hangolo.app.cli;

import java.util.ArrayList;
import java.util.List;

/** Saves a table as spreadsheets do. */
final class Spreadsheet {
    private Spreadsheet() {}

    /**
     * @param text a table with commas
     * @param separator to put between cells
     * @param foreign decimal commas, TRUE for true, rows of one length, CRLF
     * @param quoted quotes round every cell that is not a number
     */
    static String saved(String text, char separator, boolean foreign, boolean quoted) {
        List<List<String>> rows = new ArrayList<>();
        text.lines().forEach(line -> rows.add(cells(line)));
        int widest = rows.stream().mapToInt(List::size).max().orElse(0);
        boolean header = true;
        StringBuilder saved = new StringBuilder();
        for (List<String> row : rows) {
            while (foreign && row.size() < widest) {
                row.add("");
            }
            for (int i = 0; i < row.size(); i++) {
                String cell = row.get(i);
                boolean number = cell.matches("-?[0-9.]+");
                cell = foreign && number && !header ? cell.replace('.', ',') : cell;
                cell = foreign && cell.matches("true|false") ? cell.toUpperCase(java.util.Locale.ROOT) : cell;
                boolean special = cell.indexOf(separator) >= 0 || cell.indexOf('"') >= 0 || (quoted && !number);
                saved.append(i > 0 ? String.valueOf(separator) : "")
                        .append(special ? '"' + cell.replace("\"", "\"\"") + '"' : cell);
            }
            header &= !row.get(0).equals("Name");
            saved.append(foreign ? "\r\n" : "\n");
        }
        return saved.toString();
    }

    private static List<String> cells(String line) {
        List<String> cells = new ArrayList<>();
        StringBuilder cell = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '"' && quoted && i + 1 < line.length() && line.charAt(i + 1) == '"') {
                cell.append(c);
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (c == ',' && !quoted) {
                cells.add(cell.toString());
                cell.setLength(0);
            } else {
                cell.append(c);
            }
        }
        cells.add(cell.toString());
        return cells;
    }
}
