package hangolo.models.weights.checkpoint;

import hangolo.models.weights.TensorSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a checkpoint is made of, about to be written in the structure of Coqui's trainer (xtts-spec.md 1.4 and 7.5).
 *
 * @param config the training configuration as plain maps, lists, text and numbers
 * @param model the whole state dict under trainer names, in order; see {@link TrainerStateDict}
 * @param groups the optimizer's groups; empty for a file without optimizer
 * @param moments the optimizer's state of each parameter of the groups that has one
 * @param step the training step that was last done
 * @param epoch the epoch within this process
 * @param date for example {@code December 06, 2023}
 * @param losses the losses at this step
 * @param extra what this program needs for an exact resume: plain maps, lists, text and numbers, no tensors; may be empty
 */
public record CheckpointContent(
        Map<String, Object> config,
        List<TensorSource> model,
        List<ParameterGroup> groups,
        List<AdamStateSource> moments,
        long step,
        long epoch,
        String date,
        CheckpointLosses losses,
        Map<String, Object> extra) {

    /** The nested value that the file holds. */
    Map<String, Object> toMap() {
        Map<String, Object> root = new LinkedHashMap<>();
        root.put("config", config);
        root.put("model", TrainerStateDict.withVersions(model));
        root.put("optimizer", groups.isEmpty() ? null : optimizer());
        root.put("scaler", null);
        root.put("step", step);
        root.put("epoch", epoch);
        root.put("date", date);
        root.put("model_loss", losses.toMap());
        if (!extra.isEmpty()) {
            requirePlain(CheckpointFile.EXTRA, extra);
            root.put(CheckpointFile.EXTRA, extra);
        }
        return root;
    }

    private Map<String, Object> optimizer() {
        Map<String, AdamStateSource> byName = new HashMap<>();
        for (AdamStateSource moment : moments) {
            if (byName.put(moment.parameter(), moment) != null) {
                throw new IllegalArgumentException("two optimizer states of " + moment.parameter());
            }
        }
        Map<Object, Object> state = new LinkedHashMap<>();
        List<Object> written = new ArrayList<>();
        long number = 0;
        for (ParameterGroup group : groups) {
            List<Object> numbers = new ArrayList<>();
            for (String parameter : group.parameters()) {
                AdamStateSource moment = byName.remove(parameter);
                if (moment != null) {
                    state.put(number, state(moment));
                }
                numbers.add(number++);
            }
            Map<String, Object> settings = new LinkedHashMap<>(group.settings());
            settings.put("params", numbers);
            written.add(settings);
        }
        if (!byName.isEmpty()) {
            throw new IllegalArgumentException("optimizer states in no group: " + byName.keySet());
        }
        Map<String, Object> optimizer = new LinkedHashMap<>();
        optimizer.put("state", state);
        optimizer.put("param_groups", written);
        return optimizer;
    }

    private static Map<String, Object> state(AdamStateSource moment) {
        Map<String, Object> state = new LinkedHashMap<>();
        state.put("step", TensorSource.scalar((float) moment.step()));
        state.put("exp_avg", moment.mean());
        state.put("exp_avg_sq", moment.square());
        return state;
    }

    private static void requirePlain(String path, Object value) {
        if (value instanceof Map<?, ?> map) {
            map.forEach((key, v) -> requirePlain(path + "." + key, v));
        } else if (value instanceof List<?> list) {
            list.forEach(v -> requirePlain(path + "[]", v));
        } else if (value != null && !(value instanceof String || value instanceof Number || value instanceof Boolean)) {
            throw new IllegalArgumentException(
                    path + " is a " + value.getClass().getName() + ", which is no plain value");
        }
    }
}
