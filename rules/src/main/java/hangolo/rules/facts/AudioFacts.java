package hangolo.rules.facts;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What was measured on the audio of one test sentence. The rules compare it with the same sentence at the phase's start.
 *
 * @param sentence the text that was synthesized; it identifies the sentence between evaluations
 * @param measures the measured values in the units of {@link AudioMeasure}; what is missing was not measured
 * @param stopTokenReached whether the model ended the sentence by itself instead of running into the length limit
 */
public record AudioFacts(String sentence, Map<AudioMeasure, Double> measures, Optional<Boolean> stopTokenReached) {
    private static final String STOP_KEY = "STOP_TOKEN_REACHED";

    /** Copies the measures. */
    public AudioFacts {
        Objects.requireNonNull(sentence, "sentence");
        Objects.requireNonNull(stopTokenReached, "stopTokenReached");
        measures = Map.copyOf(measures);
    }

    /** A sentence of which nothing was measured yet. */
    public static AudioFacts of(String sentence) {
        return new AudioFacts(sentence, Map.of(), Optional.empty());
    }

    /** The same facts with one more measure; a value that is not finite counts as not measured. */
    public AudioFacts with(AudioMeasure measure, double value) {
        if (!Double.isFinite(value)) {
            return this;
        }
        Map<AudioMeasure, Double> more = new EnumMap<>(AudioMeasure.class);
        more.putAll(measures);
        more.put(measure, value);
        return new AudioFacts(sentence, more, stopTokenReached);
    }

    /** The same facts, knowing whether the stop token was reached. */
    public AudioFacts withStopTokenReached(boolean reached) {
        return new AudioFacts(sentence, measures, Optional.of(reached));
    }

    /** The value of a measure, empty if it was not measured. */
    public OptionalDouble measure(AudioMeasure measure) {
        Double value = measures.get(measure);
        return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
    }

    /** The facts without the sentence as plain values, for a checkpoint. */
    public Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        for (AudioMeasure measure : AudioMeasure.values()) {
            measure(measure).ifPresent(value -> map.put(measure.name(), value));
        }
        stopTokenReached.ifPresent(reached -> map.put(STOP_KEY, reached));
        return map;
    }

    /** Reads what {@link #toMap} wrote; names it does not know are ignored. */
    public static AudioFacts fromMap(String sentence, Map<?, ?> map) {
        AudioFacts facts = of(sentence);
        for (AudioMeasure measure : AudioMeasure.values()) {
            if (map.get(measure.name()) instanceof Number value) {
                facts = facts.with(measure, value.doubleValue());
            }
        }
        return map.get(STOP_KEY) instanceof Boolean reached ? facts.withStopTokenReached(reached) : facts;
    }
}
