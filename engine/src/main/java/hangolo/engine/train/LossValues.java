package hangolo.engine.train;

import hangolo.engine.Pass;
import java.util.List;

/**
 * The losses of one batch.
 *
 * @param total the loss that is minimised, not divided by the accumulation
 * @param parts the named losses, in the order of logs
 */
public record LossValues(double total, List<LossValue> parts) {

    /** Copies the list. */
    public LossValues {
        parts = List.copyOf(parts);
    }

    static LossValues read(Pass pass, StepLosses losses) {
        List<LossValue> parts = losses.named().stream()
                .map(part -> new LossValue(part.name(), pass.value(part.value()), part.rows()))
                .toList();
        return new LossValues(pass.value(losses.total()), parts);
    }

    /** The value of that name; an {@link IllegalArgumentException} names a missing loss. */
    public LossValue part(String name) {
        return parts.stream()
                .filter(part -> part.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no loss named " + name + ", there are " + parts));
    }

    /** Whether all losses are finite. */
    public boolean finite() {
        return Double.isFinite(total) && parts.stream().allMatch(part -> Double.isFinite(part.value()));
    }
}
