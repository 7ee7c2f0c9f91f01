package hangolo.app.report;

import java.util.List;

/** HTML fragments. All outside text goes through {@link #text}. */
final class Html {

    private Html() {}

    /** Escapes a text for HTML. */
    static String text(String plain) {
        StringBuilder out = new StringBuilder(plain.length() + 16);
        for (int i = 0; i < plain.length(); i++) {
            char c = plain.charAt(i);
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                case '\'' -> out.append("&#39;");
                default -> out.append(c);
            }
        }
        return out.toString();
    }

    /** A section with a heading; empty if its content is empty. */
    static String section(String id, String title, String content) {
        return content.isEmpty()
                ? ""
                : "<section id=\"" + id + "\"><h2>" + text(title) + "</h2>\n" + content + "</section>\n";
    }

    /** A paragraph in small print. */
    static String note(String plain) {
        return "<p class=\"note\">" + text(plain) + "</p>\n";
    }

    /** A table; headings are plain text, cells are HTML. All columns after the first {@code words} ones are numbers. */
    static String table(int words, List<String> heads, List<List<String>> rows) {
        StringBuilder out = new StringBuilder("<div class=\"wide\"><table><thead><tr>");
        for (int i = 0; i < heads.size(); i++) {
            out.append(i < words ? "<th>" : "<th class=\"n\">")
                    .append(text(heads.get(i)))
                    .append("</th>");
        }
        out.append("</tr></thead><tbody>\n");
        for (List<String> row : rows) {
            out.append("<tr>");
            for (int i = 0; i < row.size(); i++) {
                out.append(i < words ? "<td>" : "<td class=\"n\">")
                        .append(row.get(i))
                        .append("</td>");
            }
            out.append("</tr>\n");
        }
        return out.append("</tbody></table></div>\n").toString();
    }

    /** A list of plain texts. */
    static String list(String tag, List<String> items) {
        StringBuilder out = new StringBuilder("<" + tag + ">");
        items.forEach(item -> out.append("<li>").append(text(item)).append("</li>\n"));
        return out.append("</").append(tag).append(">\n").toString();
    }
}
