package hangolo.models.weights.checkpoint;

import java.util.List;
import java.util.Map;

/**
 * The optimizer's state in a checkpoint, by parameter name instead of by number.
 *
 * @param groups Coqui's groups, with their settings
 * @param moments the state of each parameter that has had an update, by inference name ({@code gpt.text_head.weight})
 */
public record OptimizerState(List<ParameterGroup> groups, Map<String, AdamState> moments) {}
