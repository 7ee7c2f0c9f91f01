package hangolo.app.run;

import hangolo.engine.train.TrainState;
import hangolo.engine.train.TrainState.Best;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a checkpoint of this program holds beyond weights and moments, stored as plain values under its own key.
 *
 * @param run name of the run folder
 * @param phase number of the phase
 * @param train where the training stands
 * @param startStep step at which the phase started
 * @param startEpoch epoch at which the phase started
 * @param data fingerprint of the clips and their order
 * @param batchSize clips of a step
 * @param accumulation steps of an update
 * @param melSum sum of the training Mel CE since the last evaluation
 * @param melSteps steps in that sum
 * @param rules state of the rules
 */
record RunState(
        String run,
        int phase,
        TrainState train,
        long startStep,
        long startEpoch,
        String data,
        int batchSize,
        int accumulation,
        double melSum,
        long melSteps,
        Map<String, Object> rules) {

    private static final long VERSION = 1;

    /** The values for the checkpoint. */
    Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("version", VERSION);
        map.put("run", run);
        map.put("phase", (long) phase);
        map.put("step", train.step());
        map.put("epoch", train.epoch());
        map.put("position", (long) train.position());
        map.put("updates", train.updates());
        map.put("rateFactor", train.rateFactor());
        map.put("skipped", train.skipped());
        map.put("seed", train.seed());
        train.best().ifPresent(best -> {
            map.put("bestMelCe", best.value());
            map.put("bestStep", best.step());
        });
        map.put("startStep", startStep);
        map.put("startEpoch", startEpoch);
        map.put("data", data);
        map.put("batchSize", (long) batchSize);
        map.put("accumulation", (long) accumulation);
        map.put("melSum", melSum);
        map.put("melSteps", melSteps);
        map.put("rules", rules);
        return map;
    }

    /** Reads the values of {@link #toMap}; empty for a file of Coqui's trainer. Skipped updates in a row are not restored: a resumed run may try again. */
    static Optional<RunState> of(Map<String, Object> map) {
        if (!Long.valueOf(VERSION).equals(map.get("version"))) {
            return Optional.empty();
        }
        Optional<Best> best = map.containsKey("bestStep")
                ? Optional.of(new Best(
                        number(map, "bestMelCe").doubleValue(),
                        number(map, "bestStep").longValue()))
                : Optional.empty();
        TrainState train = new TrainState(
                number(map, "step").longValue(),
                number(map, "epoch").longValue(),
                number(map, "position").intValue(),
                number(map, "updates").longValue(),
                number(map, "rateFactor").doubleValue(),
                number(map, "skipped").longValue(),
                0,
                number(map, "seed").longValue(),
                best);
        return Optional.of(new RunState(
                String.valueOf(map.get("run")),
                number(map, "phase").intValue(),
                train,
                number(map, "startStep").longValue(),
                number(map, "startEpoch").longValue(),
                String.valueOf(map.get("data")),
                number(map, "batchSize").intValue(),
                number(map, "accumulation").intValue(),
                number(map, "melSum").doubleValue(),
                number(map, "melSteps").longValue(),
                rules(map.get("rules"))));
    }

    private static Number number(Map<String, Object> map, String name) {
        if (map.get(name) instanceof Number number) {
            return number;
        }
        throw new RunException("the checkpoint's state cannot be read: '" + name + "' should be a number but is "
                + map.get(name) + ".\nResume with RESUME: weights.");
    }

    private static Map<String, Object> rules(Object value) {
        Map<String, Object> rules = new LinkedHashMap<>();
        if (value instanceof Map<?, ?> map) {
            map.forEach((key, entry) -> rules.put(String.valueOf(key), entry));
        }
        return rules;
    }
}
