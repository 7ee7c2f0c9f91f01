package hangolo.models.weights.checkpoint;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One parameter group of the optimizer.
 *
 * @param settings {@code lr}, {@code weight_decay}, {@code betas}, ... in file order, without {@code params}; unmodifiable
 * @param parameters the inference names in the order of their numbers
 */
public record ParameterGroup(Map<String, Object> settings, List<String> parameters) {

    /** Copies both. */
    public ParameterGroup {
        settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
        parameters = List.copyOf(parameters);
    }

    /** A group with the settings that Coqui's trainer gives AdamW, in the order in which PyTorch writes them. */
    public static ParameterGroup adamW(
            double learningRate,
            double beta1,
            double beta2,
            double epsilon,
            double weightDecay,
            List<String> parameters) {
        Map<String, Object> settings = new LinkedHashMap<>();
        // Coqui's trainer writes a whole 0 here, not 0.0.
        settings.put("weight_decay", weightDecay == 0 ? (Object) 0L : (Object) weightDecay);
        settings.put("lr", learningRate);
        settings.put("betas", new ArrayList<>(Arrays.asList(beta1, beta2)));
        settings.put("eps", epsilon);
        settings.put("amsgrad", false);
        settings.put("foreach", null);
        settings.put("maximize", false);
        settings.put("capturable", false);
        settings.put("initial_lr", learningRate);
        return new ParameterGroup(settings, parameters);
    }
}
