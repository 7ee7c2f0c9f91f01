package hangolo.app.cli;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The licences of the program and of every part that is packed with it, as the build puts them into the fat jar. */
final class Licences {
    private static final List<String> FILES = List.of(
            "THIRD-PARTY.txt",
            "NOTICE",
            "NOTICE.txt",
            "LICENSE",
            "licences/Apache-2.0.txt",
            "licences/BSD-3-Clause.txt",
            "licences/EPL-2.0.txt",
            "licences/LGPL-2.1.txt",
            "licences/MIT.txt");

    private Licences() {}

    /** Prints them all, the list of the parts first. */
    static void print(PrintWriter out) {
        for (String file : FILES) {
            out.println("---- " + file + System.lineSeparator());
            out.println(text("/META-INF/" + file));
        }
    }

    private static String text(String resource) {
        try (InputStream in = Licences.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new FileNotFoundException(resource + " is packed into hangolo.jar only");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
