package hangolo.engine.train;

import java.util.OptionalDouble;

/**
 * The metrics of one step (one batch).
 *
 * @param step index of the step, from 0: batches trained before it
 * @param epoch its epoch, from 0
 * @param position place in the epoch, from 0
 * @param batches batches of the epoch
 * @param losses before the update
 * @param divisor what the gradient of this batch was divided by
 * @param gradientNorm norm of all gradients before clipping; present only for the step that ends a group
 * @param updated whether the step ended a group and the optimizer updated
 * @param rate learning rate of the group
 * @param loadSeconds time to get the batch
 * @param stepSeconds time to compute it, and the update if there was one
 */
public record StepMetrics(
        long step,
        long epoch,
        int position,
        int batches,
        LossValues losses,
        int divisor,
        OptionalDouble gradientNorm,
        boolean updated,
        double rate,
        double loadSeconds,
        double stepSeconds) {}
