package hangolo.rules.drools;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The global {@code out} of the rule files: a rule says there what it concludes. One method a conclusion; the words each
 * takes are listed in docs/rules.md.
 */
public final class Conclusions {
    private Map<String, Object> current = new LinkedHashMap<>();

    Map<String, Object> take() {
        Map<String, Object> taken = current;
        current = new LinkedHashMap<>();
        return taken;
    }

    /** What the training loop should do. */
    public void action(String word) {
        current.put("action", word);
    }

    /** The factor of an action that cuts the learning rate. */
    public void factor(double value) {
        current.put("factor", value);
    }

    /** Something that later rules look at. */
    public void signal(String word) {
        current.put("signal", word);
    }

    /** Why, with facts between braces. */
    public void reason(String text) {
        current.put("reason", text);
    }

    /** Where the row comes from. */
    public void source(String text) {
        current.put("source", text);
    }

    /** A tier that was reached. */
    public void tier(String word) {
        current.put("tier", word);
    }

    /** Its priority: of several rows that fire the highest rank decides. */
    public void rank(double value) {
        current.put("rank", value);
    }

    /** Which model to use. */
    public void recommend(String word) {
        current.put("recommend", word);
    }

    /** How good the phase was. */
    public void label(String word) {
        current.put("label", word);
    }

    /** The scenario that the decision belongs to. */
    public void scenario(String word) {
        current.put("scenario", word);
    }

    /** Something to do next. */
    public void step(String text) {
        current.put("step", text);
    }

    /** Something to try if the target was missed. */
    public void alternative(String text) {
        current.put("alternative", text);
    }

    /** A sign that the audio of a sentence is worse than at the start. */
    public void symptom(String text) {
        current.put("symptom", text);
    }

    /** The name of a limit. */
    public void limit(String name) {
        current.put("limit", name);
    }

    /** The value of a limit. */
    public void value(double number) {
        current.put("value", number);
    }

    /** The unit of a limit, for the reader. */
    public void unit(String text) {
        current.put("unit", text);
    }

    /** Mel CE of the first point of a quality line. */
    public void melA(double number) {
        current.put("melA", number);
    }

    /** Quality at the first point. */
    public void qualityA(double number) {
        current.put("qualityA", number);
    }

    /** Mel CE of the second point. */
    public void melB(double number) {
        current.put("melB", number);
    }

    /** Quality at the second point. */
    public void qualityB(double number) {
        current.put("qualityB", number);
    }

    /** The name of a checklist item, as people read it. */
    public void item(String text) {
        current.put("item", text);
    }

    /** The value of a checklist item must be at least this. */
    public void atLeast(double number) {
        current.put("atLeast", number);
    }

    /** The value of a checklist item must be below this. */
    public void below(double number) {
        current.put("below", number);
    }

    /** Whether training must not start if this item failed. */
    public void blocking(boolean blocks) {
        current.put("blocking", blocks);
    }

    /** What to say if the item is fine. */
    public void ok(String text) {
        current.put("ok", text);
    }

    /** What to say if it is not. */
    public void failed(String text) {
        current.put("failed", text);
    }

    /** What to say if nobody knows. */
    public void unknown(String text) {
        current.put("unknown", text);
    }
}
