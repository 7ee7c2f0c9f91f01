package hangolo.engine.train;

import hangolo.engine.Pass;
import java.util.List;

/**
 * The figures of one batch.
 *
 * @param total the loss whose gradient is followed, not divided by the accumulation
 * @param parts the named figures, in the order of logs
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

    /** The value of that name; an {@link IllegalArgumentException} names a figure that is missing. */
    public LossValue part(String name) {
        return parts.stream()
                .filter(part -> part.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no loss named " + name + ", there are " + parts));
    }

    /** Whether no figure is NaN or infinite. */
    public boolean finite() {
        return Double.isFinite(total) && parts.stream().allMatch(part -> Double.isFinite(part.value()));
    }
}
