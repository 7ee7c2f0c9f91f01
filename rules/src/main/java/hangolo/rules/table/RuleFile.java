package hangolo.rules.table;

import hangolo.rules.view.Views;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A rule file as it was read.
 *
 * @param name its name without a folder; the ending tells the kind, {@code .csv} or {@code .drl}
 * @param text its content without a byte order mark, original bytes otherwise
 */
public record RuleFile(String name, String text) {

    /** Removes a byte order mark, which spreadsheets put in front. */
    public RuleFile {
        text = text.startsWith("\uFEFF") ? text.substring(1) : text;
    }

    /** Whether this is a decision table. */
    public boolean isTable() {
        return name.endsWith(".csv");
    }

    /** The text of a DRL file with the present names of the views, which earlier versions called otherwise. */
    public String drl() {
        return Views.withCurrentNames(text);
    }

    /** The version of this file: the first 12 hex digits of the SHA-256 of its text. */
    public String hash() {
        return hashOf(text);
    }

    static String hashOf(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 6);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
