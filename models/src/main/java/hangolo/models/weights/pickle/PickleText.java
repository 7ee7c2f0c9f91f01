package hangolo.models.weights.pickle;

/** The text notations of pickle protocol 0. A malformed escape is kept as it stands. */
final class PickleText {
    private PickleText() {}

    /** A Python string literal in quotes, with backslash escapes. */
    static String unquote(String literal) {
        String text = literal.strip();
        boolean quoted = text.length() >= 2
                && (text.charAt(0) == '\'' || text.charAt(0) == '"')
                && text.charAt(0) == text.charAt(text.length() - 1);
        return unescape(quoted ? text.substring(1, text.length() - 1) : text, true);
    }

    /** Python's raw-unicode-escape: only the forms with u are escapes. */
    static String unescapeUnicode(String text) {
        return unescape(text, false);
    }

    private static String unescape(String text, boolean allForms) {
        StringBuilder out = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c != '\\' || i + 1 == text.length()) {
                out.append(c);
                continue;
            }
            char kind = text.charAt(i + 1);
            int digits = kind == 'u' ? 4 : kind == 'U' ? 8 : kind == 'x' && allForms ? 2 : 0;
            int code = digits > 0 ? hex(text, i + 2, digits) : -1;
            int simple = "ntr\\'\"".indexOf(kind);
            if (code >= 0) {
                out.appendCodePoint(code);
                i += 1 + digits;
            } else if (allForms && simple >= 0) {
                out.append("\n\t\r\\'\"".charAt(simple));
                i++;
            } else {
                out.append(c);
            }
        }
        return out.toString();
    }

    private static int hex(String text, int from, int digits) {
        if (from + digits > text.length()) {
            return -1;
        }
        int code = 0;
        for (int i = from; i < from + digits; i++) {
            int digit = Character.digit(text.charAt(i), 16);
            if (digit < 0 || code > 0x0fffffff) {
                return -1;
            }
            code = code << 4 | digit;
        }
        return Character.isValidCodePoint(code) ? code : -1;
    }
}
