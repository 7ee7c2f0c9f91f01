/**
 * A training run: {@link hangolo.app.run.TrainRun} runs the phases, {@code PhaseRun} one of them, {@code PhaseSetup} prepares what
 * it needs, and {@link hangolo.engine.train.Trainer} trains.
 *
 * <p>A run can be resumed at any moment: files appear whole or not at all, a checkpoint is written after the rules have judged,
 * and it holds everything that a resumed run needs to compute the same bits as one that was never interrupted.
 */
package hangolo.app.run;
