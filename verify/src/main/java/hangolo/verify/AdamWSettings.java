package hangolo.verify;

import hangolo.engine.AdamW;
import hangolo.models.weights.checkpoint.OptimizerState;
import java.util.List;
import java.util.Map;

/**
 * The optimizer's settings in a checkpoint.
 *
 * @param adamW without the learning rate
 * @param rate learning rate
 */
record AdamWSettings(AdamW adamW, double rate) {

    static AdamWSettings of(OptimizerState optimizer) {
        Map<String, Object> group = optimizer.groups().get(0).settings();
        List<?> betas = group.get("betas") instanceof List<?> list ? list : List.of();
        if (betas.size() != 2) {
            throw new IllegalArgumentException("the optimizer has no two betas: " + group);
        }
        return new AdamWSettings(
                new AdamW(
                        number(betas.get(0)),
                        number(betas.get(1)),
                        number(group.get("eps")),
                        number(group.get("weight_decay"))),
                number(group.get("lr")));
    }

    private static double number(Object value) {
        if (value instanceof Number number) {
            return number.doubleValue();
        }
        throw new IllegalArgumentException("a setting of the optimizer is " + value + ", expected a number");
    }
}
