package hangolo.app.cli;

import hangolo.verify.GroupResult;
import hangolo.verify.Verification;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;

/** The result of {@code hangolo verify} as a table, a row for each group. */
final class VerificationTable {
    private static final String ROW = "%-16s %8s %6s %9s %9s %10s %5s  %s%n";

    private VerificationTable() {}

    static void print(PrintWriter out, String backend, Verification found) {
        out.println(backend);
        out.printf(
                Locale.ROOT,
                ROW,
                "group",
                "compared",
                "failed",
                "worst abs",
                "worst rel",
                "of allowed",
                "",
                "where (tolerance)");
        for (GroupResult group : found.groups()) {
            print(out, group);
        }
        notes(out, found.groups());
        out.println(
                found.passed()
                        ? "Everything agrees with Coqui TTS."
                        : "Not everything agrees with Coqui TTS: see the failures above.");
        out.flush();
    }

    private static void print(PrintWriter out, GroupResult group) {
        boolean nothing = group.compared() == 0;
        out.printf(
                Locale.ROOT,
                ROW,
                group.name(),
                group.compared(),
                group.failed(),
                error(group.worstAbsolute()),
                error(group.worstRelative()),
                share(group.share()),
                nothing ? "none" : group.passed() ? "pass" : "FAIL",
                group.where().isEmpty() ? group.tolerance() : group.where() + " (" + group.tolerance() + ")");
    }

    private static String error(double value) {
        return value == 0 ? "0" : Double.isFinite(value) ? String.format(Locale.ROOT, "%.1e", value) : "infinite";
    }

    private static String share(double share) {
        return Double.isFinite(share) && share < 100 ? String.format(Locale.ROOT, "%.1f %%", 100 * share) : "far more";
    }

    private static void notes(PrintWriter out, List<GroupResult> groups) {
        for (GroupResult group : groups) {
            if (group.leftOut() > 0) {
                out.printf(
                        Locale.ROOT,
                        "%s: %,d numbers were left out as rounding noise or padding%n",
                        group.name(),
                        group.leftOut());
            }
            group.skipped().ifPresent(reason -> out.println(group.name() + ": not run: " + reason));
        }
    }
}
