package hangolo.engine.train;

import hangolo.engine.Backend;
import hangolo.engine.ParameterStore;
import hangolo.engine.Pass;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.LongSupplier;

/**
 * Trains the parameters of a store. One thread; the backend must have no open pass.
 *
 * @param <B> a batch
 */
public final class Trainer<B> {

    private final Backend backend;
    private final ParameterStore parameters;
    private final Objective<B> objective;
    private final BatchSource<B> batches;
    private final TrainSettings settings;
    private final TrainListener listener;
    private final TrainingController controller;
    private final LongSupplier nanoClock;

    /**
     * A trainer.
     *
     * @param parameters a trainable store of that backend, whose weights and Adam moments match the initial state
     * @param nanoClock for step times only, for example {@code System::nanoTime}
     */
    public Trainer(
            Backend backend,
            ParameterStore parameters,
            Objective<B> objective,
            BatchSource<B> batches,
            TrainSettings settings,
            TrainListener listener,
            TrainingController controller,
            LongSupplier nanoClock) {
        this.backend = backend;
        this.parameters = parameters;
        this.objective = objective;
        this.batches = batches;
        this.settings = settings;
        this.listener = listener;
        this.controller = controller;
        this.nanoClock = nanoClock;
    }

    /** The final state of a training, and why it ended. */
    public record Outcome(TrainState state, StopReason stop) {}

    /** Trains from a state until the end of the settings, a stop of the controller, or too many skipped updates. */
    public Outcome fit(TrainState from) {
        TrainState state = from;
        Optional<StopReason> stop = end(state);
        while (stop.isEmpty()) {
            Group group = group(state, state == from);
            parameters.zeroGradients();
            for (int i = 0; i < group.size(); i++) {
                long loading = nanoClock.getAsLong();
                B batch = batches.batch(state.epoch(), state.position() + i);
                forwardAndBackward(group, batch, i, loading);
            }
            Update update = clipAndUpdate(group);
            TrainState after = state.after(group.size(), group.epochSize(), update.applied());
            notifyListener(group, update, after);
            ControlDecision decision = controller.afterUpdate(state, after);
            state = decision.state();
            stop = decision.stop().isPresent() ? decision.stop() : end(state);
        }
        return new Outcome(state, stop.orElseThrow());
    }

    /** The batches of one update. */
    private record Group(TrainState state, int size, int epochSize, int divisor, double rate, List<Step> steps) {}

    /** The results of one batch of a group. */
    private record Step(LossValues losses, double loadSeconds, double stepSeconds) {}

    private Group group(TrainState state, boolean first) {
        int epochSize = batches.count(state.epoch());
        if (state.position() >= epochSize) {
            throw new IllegalStateException(
                    "the training is at batch " + state.position() + " of epoch "
                            + state.epoch() + ", which has " + epochSize
                            + ".\nMaybe the data or the batch size changed since the checkpoint; resume with the weights only.");
        }
        if (first || state.position() == 0) {
            listener.epochStarted(state, epochSize);
        }
        int size = Math.min(settings.accumulation(), epochSize - state.position());
        size = (int) Math.min(size, settings.end().step() - state.step());
        int divisor = settings.divisor() == TrainSettings.Divisor.GROUP ? size : settings.accumulation();
        return new Group(state, size, epochSize, divisor, settings.schedule().rate(state), new ArrayList<>());
    }

    private void forwardAndBackward(Group group, B batch, int i, long loading) {
        long started = nanoClock.getAsLong();
        TrainState state = group.state();
        try (Pass pass = backend.training(state.seed(), state.step() + i)) {
            StepLosses losses = objective.losses(pass, batch);
            pass.backward(losses.total(), 1f / group.divisor());
            LossValues values = LossValues.read(pass, losses);
            group.steps().add(new Step(values, seconds(loading, started), seconds(started, nanoClock.getAsLong())));
        }
    }

    /** The result of an update. */
    private record Update(boolean applied, double gradientNorm, double seconds) {}

    private Update clipAndUpdate(Group group) {
        long started = nanoClock.getAsLong();
        double norm = parameters.gradientNorm();
        boolean finite = Double.isFinite(norm)
                && group.steps().stream().allMatch(step -> step.losses().finite());
        if (finite) {
            if (settings.clipNorm() > 0 && norm > settings.clipNorm()) {
                parameters.scaleGradients((float) (settings.clipNorm() / (norm + 1e-6)));
            }
            controller.beforeUpdate();
            parameters.update(settings.optimizer(), group.state().updates() + 1, group.rate());
        }
        return new Update(finite, norm, seconds(started, nanoClock.getAsLong()));
    }

    private void notifyListener(Group group, Update update, TrainState after) {
        for (int i = 0; i < group.size(); i++) {
            listener.stepped(metrics(group, update, i));
        }
        if (!update.applied()) {
            listener.skipped(after, whatFailed(group, update));
        }
        if (after.position() == 0) {
            listener.epochEnded(after);
        }
    }

    private StepMetrics metrics(Group group, Update update, int i) {
        boolean last = i == group.size() - 1;
        Step step = group.steps().get(i);
        return new StepMetrics(
                group.state().step() + i,
                group.state().epoch(),
                group.state().position() + i,
                group.epochSize(),
                step.losses(),
                group.divisor(),
                last ? OptionalDouble.of(update.gradientNorm()) : OptionalDouble.empty(),
                last && update.applied(),
                group.rate(),
                step.loadSeconds(),
                step.stepSeconds() + (last ? update.seconds() : 0));
    }

    private static String whatFailed(Group group, Update update) {
        for (int i = 0; i < group.size(); i++) {
            if (!group.steps().get(i).losses().finite()) {
                return "the loss of step " + (group.state().step() + i) + " is not finite: "
                        + group.steps().get(i).losses();
            }
        }
        return "the gradient of step " + (group.state().step() + group.size() - 1) + " is not finite: norm "
                + update.gradientNorm();
    }

    private Optional<StopReason> end(TrainState state) {
        if (state.skippedInRow() >= settings.nonFiniteLimit()) {
            return Optional.of(new StopReason(
                    StopReason.Kind.NOT_FINITE,
                    "loss or gradient was not finite in " + state.skippedInRow()
                            + " updates in a row; the weights are those before them"));
        }
        if (state.step() >= settings.end().step()) {
            return Optional.of(new StopReason(StopReason.Kind.COMPLETE, "all steps are trained: " + state.step()));
        }
        if (state.epoch() >= settings.end().epoch()) {
            return Optional.of(new StopReason(StopReason.Kind.COMPLETE, "all epochs are trained: " + state.epoch()));
        }
        return Optional.empty();
    }

    private static double seconds(long from, long to) {
        return (to - from) / 1e9;
    }
}
