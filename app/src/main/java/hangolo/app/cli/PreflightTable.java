package hangolo.app.cli;

import hangolo.app.config.PhaseConfig;
import hangolo.app.preflight.Check;
import hangolo.app.preflight.Preflight;
import hangolo.rules.judge.Checklist;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** How the result of a pre-flight check is shown. */
final class PreflightTable {
    private PreflightTable() {}

    static void print(PrintWriter out, List<PhaseConfig> phases, List<Preflight> all, boolean passed) {
        for (int i = 0; i < all.size(); i++) {
            out.printf(
                    Locale.ROOT,
                    "Phase %d, %s%n",
                    phases.get(i).phase(),
                    phases.get(i).file());
            for (Check check : all.get(i).checks()) {
                String advice = check.advice().isEmpty() ? "" : ". " + check.advice();
                line(out, state(check.state().name(), check.required()), check.name(), check.finding() + advice);
            }
            for (Checklist.Item item : all.get(i).checklist().items()) {
                line(out, state(item.state().name(), item.blocking()), item.item(), item.text());
            }
        }
        out.println(passed ? "Ready to train." : "Not ready: what is marked FAILED has to be mended first.");
        out.flush();
    }

    private static void line(PrintWriter out, String state, String name, String text) {
        out.printf(Locale.ROOT, "  %-8s %-30s %s%n", state, name, text);
    }

    /** What does not keep training from starting is a warning. */
    private static String state(String state, boolean required) {
        if (state.equals("FAILED")) {
            return required ? "FAILED" : "warn";
        }
        return state.toLowerCase(Locale.ROOT);
    }

    static Map<String, Object> document(List<PhaseConfig> phases, List<Preflight> all, boolean passed) {
        List<Map<String, Object>> list = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            Map<String, Object> phase = new LinkedHashMap<>();
            phase.put("phase", phases.get(i).phase());
            phase.put("passed", all.get(i).passed());
            phase.put(
                    "checks",
                    all.get(i).checks().stream().map(PreflightTable::document).toList());
            phase.put("checklist", all.get(i).checklist().toMap());
            list.add(phase);
        }
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("passed", passed);
        document.put("phases", list);
        return document;
    }

    private static Map<String, Object> document(Check check) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("name", check.name());
        map.put("state", check.state().name().toLowerCase(Locale.ROOT));
        map.put("required", check.required());
        map.put("finding", check.finding());
        map.put("advice", check.advice());
        return map;
    }
}
