package hangolo.models.weights.checkpoint;

import hangolo.models.weights.StoredTensor;
import hangolo.models.weights.WeightFileErrors;
import hangolo.models.weights.WeightNames;
import hangolo.models.weights.pickle.PickleArguments;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Gives the numbered optimizer state of a checkpoint its parameter names back (xtts-spec.md 7.4 and 7.5). */
final class OptimizerReader {
    private final WeightFileErrors errors;
    private final Map<String, StoredTensor> parameters;

    /** @param parameters the trained parameters under their inference names, in file order */
    OptimizerReader(WeightFileErrors errors, Map<String, StoredTensor> parameters) {
        this.errors = errors;
        this.parameters = parameters;
    }

    OptimizerState read(Map<?, ?> optimizer) {
        List<Map<?, ?>> groups = groups(optimizer);
        List<List<String>> names = names(groups);
        List<ParameterGroup> result = new ArrayList<>();
        Map<Object, String> byNumber = new LinkedHashMap<>();
        for (int g = 0; g < groups.size(); g++) {
            List<Object> numbers = numbers(groups.get(g));
            for (int i = 0; i < numbers.size(); i++) {
                byNumber.put(numbers.get(i), names.get(g).get(i));
            }
            result.add(new ParameterGroup(settings(groups.get(g)), names.get(g)));
        }
        return new OptimizerState(result, moments(optimizer, byNumber));
    }

    private List<Map<?, ?>> groups(Map<?, ?> optimizer) {
        List<Map<?, ?>> groups = new ArrayList<>();
        for (Object group : PickleArguments.list(optimizer.get("param_groups"), errors)) {
            if (!(group instanceof Map<?, ?> map)) {
                throw errors.damaged("a parameter group of the optimizer is no dict");
            }
            groups.add(map);
        }
        return groups;
    }

    /** Two groups are sorted by name; a single one is in the order of the model. */
    private List<List<String>> names(List<Map<?, ?>> groups) {
        List<List<String>> names = groups.size() == 1
                ? List.of(List.copyOf(parameters.keySet()))
                : WeightNames.optimizerGroups(parameters.keySet());
        List<Integer> expected = names.stream().map(List::size).toList();
        List<Integer> found = groups.stream().map(g -> numbers(g).size()).toList();
        if (expected.equals(found)) {
            return names;
        }
        throw errors.unsupported("its optimizer has parameter groups of " + found + " parameters, but its model needs "
                + expected + ". Resume with the weights only");
    }

    private List<Object> numbers(Map<?, ?> group) {
        return PickleArguments.list(group.get("params"), errors);
    }

    private static Map<String, Object> settings(Map<?, ?> group) {
        Map<String, Object> settings = new LinkedHashMap<>();
        group.forEach((key, value) -> {
            if (key instanceof String name && !name.equals("params")) {
                settings.put(name, value);
            }
        });
        return settings;
    }

    private Map<String, AdamState> moments(Map<?, ?> optimizer, Map<Object, String> byNumber) {
        Map<String, AdamState> moments = new LinkedHashMap<>();
        if (!(optimizer.get("state") instanceof Map<?, ?> state)) {
            throw errors.damaged("the optimizer has no state");
        }
        state.forEach((number, value) -> {
            String name = byNumber.get(number);
            if (name == null) {
                throw errors.damaged(
                        "the optimizer has a state of parameter " + label(number) + ", which is in none of its groups");
            }
            moments.put(name, moments(name, value));
        });
        return moments;
    }

    private static String label(Object number) {
        return number instanceof Long || number instanceof String ? number.toString() : "?";
    }

    private AdamState moments(String name, Object value) {
        if (!(value instanceof Map<?, ?> map)) {
            throw errors.damaged("the optimizer's state of " + name + " is no dict");
        }
        return new AdamState(
                step(name, map.get("step")), tensor(name, map, "exp_avg"), tensor(name, map, "exp_avg_sq"));
    }

    private double step(String name, Object step) {
        if (step instanceof Number number) {
            return number.doubleValue();
        }
        if (step instanceof StoredTensor tensor && tensor.count() == 1) {
            return tensor.doubles()[0];
        }
        throw errors.damaged("the optimizer's state of " + name + " has no step");
    }

    private StoredTensor tensor(String name, Map<?, ?> state, String key) {
        long[] expected =
                Optional.ofNullable(parameters.get(name)).orElseThrow().shape();
        if (state.get(key) instanceof StoredTensor tensor) {
            if (Arrays.equals(tensor.shape(), expected)) {
                return tensor.named(name + "." + key);
            }
            throw errors.damaged(key + " of " + name + " has the shape " + Arrays.toString(tensor.shape())
                    + ", expected that of the parameter, " + Arrays.toString(expected));
        }
        throw errors.unsupported(
                "its optimizer has no " + key + " for " + name + ", so it is not AdamW. Resume with the weights only");
    }
}
