package hangolo.rules.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import hangolo.rules.facts.AudioFacts;
import hangolo.rules.facts.AudioMeasure;
import hangolo.rules.facts.ListenerScores;
import hangolo.rules.facts.MachineState;
import hangolo.rules.facts.PhaseResult;
import hangolo.rules.facts.RunProgress;
import hangolo.rules.table.RuleBaseException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/** The facts of a scenario. A key that is missing is unknown; {@code NaN} is a loss that came out so. */
final class Given {
    private final JsonNode node;
    private final String place;
    private final Set<String> unread = new HashSet<>();

    /**
     * @param node a mapping
     * @param place file and scenario, for error messages
     */
    Given(JsonNode node, String place) {
        if (!node.isObject()) {
            throw new RuleBaseException(place + ": expected facts such as {melCe: 2.5}, found " + node);
        }
        this.node = node;
        this.place = place;
        node.fieldNames().forEachRemaining(unread::add);
    }

    /** The facts of this one over those of another. */
    static JsonNode over(JsonNode common, JsonNode own) {
        ObjectNode merged = ((ObjectNode) common).deepCopy();
        own.properties().forEach(entry -> merged.set(entry.getKey(), entry.getValue()));
        return merged;
    }

    boolean has(String name) {
        return node.has(name);
    }

    JsonNode raw(String name) {
        unread.remove(name);
        return node.path(name);
    }

    Given part(String name) {
        return new Given(raw(name), place + ", " + name);
    }

    OptionalDouble number(String name) {
        JsonNode value = raw(name);
        if (value.isMissingNode()) {
            return OptionalDouble.empty();
        }
        if (value.isNumber()) {
            return OptionalDouble.of(value.doubleValue());
        }
        return switch (value.asText()) {
            case "NaN", ".nan" -> OptionalDouble.of(Double.NaN);
            case "Infinity", ".inf" -> OptionalDouble.of(Double.POSITIVE_INFINITY);
            default -> throw wrong(name, value, "a number, NaN or Infinity");
        };
    }

    int whole(String name, int otherwise) {
        JsonNode value = raw(name);
        if (!value.isMissingNode() && !value.canConvertToExactIntegral()) {
            throw wrong(name, value, "a whole number");
        }
        return value.asInt(otherwise);
    }

    Optional<Boolean> flag(String name) {
        JsonNode value = raw(name);
        if (!value.isMissingNode() && !value.isBoolean()) {
            throw wrong(name, value, "true or false");
        }
        return value.isMissingNode() ? Optional.empty() : Optional.of(value.booleanValue());
    }

    /** A listener's overall score under {@code heard}, or the single ones. */
    Optional<ListenerScores> scores() {
        ListenerScores scores =
                new ListenerScores(number("smoothness"), number("naturalness"), number("emotion"), number("heard"));
        return scores.quality().isPresent() ? Optional.of(scores) : Optional.empty();
    }

    PhaseResult result() {
        return new PhaseResult(number("melCe"), number("textCe"), scores());
    }

    /** Measures by sentence: {@code {A: {secondsPerCharacter: 0.06}}}. */
    List<AudioFacts> audio(String name) {
        List<AudioFacts> audio = new ArrayList<>();
        raw(name)
                .properties()
                .forEach(entry -> audio.add(new Given(entry.getValue(), place + ", " + name).sentence(entry.getKey())));
        return audio;
    }

    AudioFacts sentence(String text) {
        AudioFacts facts = AudioFacts.of(text);
        for (AudioMeasure measure : AudioMeasure.values()) {
            OptionalDouble value = number(camelCase(measure.name()));
            facts = value.isPresent() ? facts.with(measure, value.getAsDouble()) : facts;
        }
        Optional<Boolean> reached = flag("stopTokenReached");
        done();
        return reached.isPresent() ? facts.withStopTokenReached(reached.get()) : facts;
    }

    MachineState machine() {
        return new MachineState(
                flag("phase1Complete"),
                flag("checkpointExists"),
                flag("configExists"),
                flag("gpuAvailable"),
                number("gpuUsePercent"),
                number("freeDiskGb"),
                number("neededDiskGb"));
    }

    RunProgress run() {
        return new RunProgress(
                number("melCe"),
                number("textCe"),
                number("stepsBetweenEvaluations"),
                flag("samplesExist"),
                flag("samplesHeard"),
                flag("comparedWithPhase1"),
                flag("decided"));
    }

    /** Refuses a key that nobody has asked for. */
    void done() {
        if (!unread.isEmpty()) {
            throw new RuleBaseException(place + ": '" + String.join("', '", unread) + "' is not known here.");
        }
    }

    private RuleBaseException wrong(String name, JsonNode value, String expected) {
        return new RuleBaseException(place + ": '" + name + "' should be " + expected + ", but is " + value + ".");
    }

    private static String camelCase(String constant) {
        StringBuilder name = new StringBuilder();
        for (String word : constant.split("_")) {
            name.append(name.isEmpty() ? word.charAt(0) + "" : word.substring(0, 1))
                    .append(word.substring(1).toLowerCase(Locale.ROOT));
        }
        return Character.toLowerCase(name.charAt(0)) + name.substring(1);
    }
}
